/**
 * Of the table `calls`, known as `call`: it came in, nobody answered, and its number has had no answered call since, in either direction. A caller who
 * withheld their number can't be called back, and is not among them. An answered call may have begun a little before the one that was missed: the
 * hour lets an index find it.
 */
export const missed = `call.direction = 'INBOUND' and call.state = 'ENDED' and call."answeredAt" is null and call."from" is not null
  and not exists (${answeredSince('from')}) and not exists (${answeredSince('to')})
  and not exists (select from calls later where later.state <> 'ENDED'
    and later."answeredAt" > call."createdAt" and call."from" in (later."from", later."to"))`;

function answeredSince(side: 'from' | 'to'): string {
  return `select from calls later where later.state = 'ENDED' and later."${side}" = call."from"
    and later."createdAt" > call."createdAt" - interval '1 hour' and later."answeredAt" > call."createdAt"`;
}
