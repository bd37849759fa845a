/** What is dialled to reach a number over a trunk, as the engine and its command line write it. */
export const trunkDialString = (number: string, trunkName: string): string => `PJSIP/${number}@${trunkName}`;

/** What is dialled to reach a phone of ours. */
export const phoneDialString = (phoneId: string): string => `PJSIP/${phoneId}`;

/** A dial string in its parts, or undefined where it is none of ours: nothing else is ever dialled. */
export function parseDialString(text: string): { number: string; trunkName: string } | { phoneId: string } | undefined {
  const { number, trunkName, phoneId } =
    /^PJSIP\/(?:(?<number>\+?[0-9]{1,32})@(?<trunkName>[A-Za-z][\w-]{0,39})|(?<phoneId>[0-9][\w-]{0,39}))$/.exec(text)?.groups ??
    {};
  if (number !== undefined && trunkName !== undefined) return { number, trunkName };
  return phoneId === undefined ? undefined : { phoneId };
}
