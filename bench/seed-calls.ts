import type { DataSource } from 'typeorm';

const AGENTS = 60;
const CUSTOMERS = 250_000;
const DAYS = 730;

/**
 * Two years of a call centre, ended calls only: most in working hours and ever more of them; few agents with many calls, some who have left; a trunk and a number that
 * were given up; customers of whom few call often. What is rare, and what was once frequent, is what a search has to find.
 */
export async function seedCalls(dataSource: DataSource, calls: number): Promise<void> {
  await dataSource.query(
    `insert into app_user (username, "usernameKey", "displayName", role, enabled, extension, "passwordHash")
     select 'agent' || n, 'agent' || n, 'Agent ' || n, 'AGENT', true, (300 + n)::text, 'none' from generate_series(1, $1::int) n`,
    [AGENTS],
  );
  await dataSource.query('alter table calls disable trigger note_call_numbers');
  // In pieces, so that it can be seen to go on and no statement takes minutes.
  const piece = 100_000;
  for (let done = 0; done < calls; done += piece) {
    await dataSource.query(seeding, [
      Math.min(piece, calls - done),
      done / calls,
      Math.min(1, (done + piece) / calls),
      DAYS,
      CUSTOMERS,
    ]);
  }
  await dataSource.query('alter table calls enable trigger note_call_numbers');
  await dataSource.query(
    `insert into call_numbers (number, parts)
     select number, call_number_parts(number) from (select "to" as number from calls union select "from" from calls where "from" is not null) given
     on conflict do nothing`,
  );
  await dataSource.query('vacuum analyze calls');
  await dataSource.query('vacuum analyze call_numbers');
}

/** $1 calls, of the part of the time from $2 to $3 (0 to 1) of $4 days; $5 customers. */
const seeding = `
with agents as (select array_agg(id order by extension) as ids from app_user where extension ~ '^3'),
drawn as (
  select now() - interval '1 day' * $4::int * (1 - ($2::float8 + ($3::float8 - $2::float8) * random())) as day,
    random() as hour, random() as way, random() as ending, random() as line,
    power(random(), 2) as agent, floor($5::int * power(random(), 2))::int as customer, random() as length, $2::float8 as share
  from generate_series(1, $1::int)),
given as (
  select drawn.*, date_trunc('day', day) + interval '1 hour' * (3 + 11 * (hour + random()) / 2) as at,
    way < 0.35 as "isInbound",
    '9989' || (array['0','1','3','4','5','7','8','9'])[1 + customer % 8] || lpad(((customer::bigint * 7919 + 1234567) % 10000000)::text, 7, '0') as number,
    case when share < 0.25 and line < 0.4 then 'OldLine' when line < 0.75 then 'BellUZ' when line < 0.999 then 'Uztelecom' else 'Demo' end as trunk
  from drawn),
lived as (
  select given.*,
    case when trunk = 'OldLine' then '998781500700' when line < 0.5 then '998712000000' else '998712000001' end as ours,
    case when "isInbound" then case when ending < 0.72 then 'COMPLETED' when ending < 0.9 then 'ABANDONED' when ending < 0.99 then 'NO_ANSWER' else 'FAILED' end
      else case when ending < 0.58 then 'COMPLETED' when ending < 0.78 then 'NO_ANSWER' when ending < 0.9 then 'BUSY' when ending < 0.94 then 'CANCELED'
        when ending < 0.97 then 'REJECTED' when ending < 0.9995 then 'FAILED' else 'INVALID_NUMBER' end end as outcome,
    (select ids[1 + least(59, case when share > 0.5 then 10 + floor(50 * agent) else floor(60 * agent) end)::int] from agents) as "agentId"
  from given)
insert into calls (id, direction, "from", "to", "trunkName", "agentId", "startedById", flow, request, "ringTimeoutSeconds", record, state, outcome, hangup,
  attempts, "onHold", "createdAt", "ringingAt", "answeredAt", "endedAt", sequence)
select gen_random_uuid(), case when "isInbound" then 'INBOUND' else 'OUTBOUND' end, case when "isInbound" then number else ours end,
  case when "isInbound" then ours else number end, trunk, case when "isInbound" and outcome <> 'COMPLETED' then null else "agentId" end,
  case when "isInbound" then null else "agentId" end, 'AGENT_FIRST',
  jsonb_build_object('to', number, 'from', null, 'trunkName', null, 'agentId', null, 'phone', null, 'announcement', null, 'ringTimeoutSeconds', null, 'record', null),
  30, true, 'ENDED', outcome, jsonb_build_object('by', 'CUSTOMER', 'cause', 16, 'sipCode', null, 'reason', null),
  jsonb_build_array(jsonb_build_object('trunkId', null, 'trunkName', trunk, 'dialString', 'PJSIP/' || number || '@' || trunk, 'startedAt', at, 'endedAt', at, 'sipCode', null, 'cause', 16)),
  false, at, at + interval '2 s', case when outcome = 'COMPLETED' then at + interval '1 s' * (3 + 20 * length) end,
  at + interval '1 s' * (25 + 600 * length * length), 4
from lived`;
