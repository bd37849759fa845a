const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const doneToCalls: readonly string[] = ['call.monitored', 'recording.paused', 'recording.resumed'];

/** The id of the call that an audit entry is about, so that it can be opened; undefined where it is about none. */
export function callOf({ action, subject, detail }: { action: string; subject: string | null; detail: string | null }) {
  if (doneToCalls.includes(action) && isId(subject)) return subject;
  const { 1: callId } = /"callId":"([^"]+)"/.exec(detail ?? '') ?? [];
  return isId(callId) ? callId : undefined;
}

/** An id says nothing to a reader. */
export const isId = (text: string | null | undefined): text is string => uuid.test(text ?? '');
