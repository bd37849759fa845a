/** What the pictures show: a small call centre of two weeks. */
import { isRecorded, placedCall } from './placed-call.js';
import { seedSettings } from './seed-settings.js';
import type { Stack } from './stack.js';
import { withDatabase } from './with-database.js';

const calls = 140;

/** Fills an empty stack; resolves when all of it can be seen. */
export async function seed(stack: Stack): Promise<void> {
  await seedSettings(stack);
  // A real one, to the echo of the demo carrier, so that its recording has two sides.
  const recorded = await placedCall(stack, '998000000001', 'demo-thanks', isRecorded);
  await withDatabase(stack, async (database) => {
    // The same calls in every run.
    await database.query('select setseed(0.42)');
    await database.query(pastCalls, [calls]);
    await database.query(dressed, [recorded]);
  });
}

/** $1 ended calls, newer ones closer together, in working hours of the time zone there. None is of today: it would depend on the hour how many. */
const pastCalls = `
with agents as (select array_agg(id order by username) as ids from app_user where extension ~ '^30'),
drawn as (
  select n, random() as way, random() as ending, random() as line, random() as length, random() as who,
    date_trunc('day', now(), 'Asia/Tashkent') - interval '1 day' * (1 + floor(13 * power(n / $1::float8, 1.4))) + interval '9 hours' + interval '9 hours' * random() as at
  from generate_series(1, $1::int) n),
given as (
  select drawn.*, way < 0.4 as "isInbound",
    '9989' || (array['0','1','3','4','7','9'])[1 + n % 6] || lpad(((n % 61 * 7919 + 1234567) % 10000000)::text, 7, '0') as number,
    case when line < 0.85 then 'BellUZ' else 'Demo' end as trunk
  from drawn),
lived as (
  select given.*,
    case when "isInbound" then case when ending < 0.75 then 'COMPLETED' when ending < 0.9 then 'ABANDONED' else 'NO_ANSWER' end
      else case when ending < 0.6 then 'COMPLETED' when ending < 0.76 then 'NO_ANSWER' when ending < 0.88 then 'BUSY'
        when ending < 0.93 then 'REJECTED' when ending < 0.96 then 'CANCELED' when ending < 0.98 then 'INVALID_NUMBER' else 'FAILED' end end as outcome,
    (select ids[1 + floor(3 * who)::int] from agents) as "agentId"
  from given)
insert into calls (id, direction, "from", "to", "trunkName", "agentId", "startedById", flow, request, "ringTimeoutSeconds", record, state, outcome, hangup,
  "createdAt", "ringingAt", "answeredAt", "endedAt", note, tags, sequence)
select gen_random_uuid(), case when "isInbound" then 'INBOUND' else 'OUTBOUND' end, case when "isInbound" then number else '998712000000' end,
  case when "isInbound" then '998712000000' else number end, trunk, case when "isInbound" and outcome <> 'COMPLETED' then null else "agentId" end,
  case when "isInbound" then null else "agentId" end, case when "isInbound" then 'INBOUND' else 'AGENT_FIRST' end,
  jsonb_build_object('to', number, 'from', null, 'trunkName', null, 'agentId', null, 'phone', null, 'announcement', null, 'ringTimeoutSeconds', null, 'record', null),
  30, true, 'ENDED', outcome,
  jsonb_build_object('by', 'CUSTOMER', 'cause', case outcome when 'BUSY' then 17 when 'INVALID_NUMBER' then 1 else 16 end,
    'sipCode', case outcome when 'BUSY' then 486 when 'INVALID_NUMBER' then 404 when 'REJECTED' then 603 end, 'reason', null),
  at, at + interval '2 s', case when outcome = 'COMPLETED' then at + interval '1 s' * (4 + 15 * length) end,
  at + interval '1 s' * (25 + 480 * length * length),
  case when n % 17 = 0 then 'Ertaga soat 10 da qayta telefon qilish' end,
  case when n % 9 = 0 then array['buyurtma'] when n % 14 = 0 then array['qarzdor', 'VIP'] else array[]::varchar[] end, 4
from lived`;

/** The recorded call $1 as an ordinary one of an agent. */
const dressed = `
update calls set "to" = '998901234567', "trunkName" = 'BellUZ', "agentId" = (select id from app_user where username = 'nodira'),
  note = 'Buyurtma tasdiqlandi, yetkazish ertaga.', tags = array['buyurtma'], sequence = sequence + 1 where id = $1`;
