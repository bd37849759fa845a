/**
 * Dial strings: what the engine is told to dial. Opaque outside this lib and `asterisk/`.
 *
 * Every part is whitelisted here once more, because `&` in a dial string dials twice and `,` ends an argument.
 */

/** A number through a trunk: PJSIP/998901234567@BellUZ. @throws {Error} when the number is not digits with perhaps a + or the name is no trunk's */
export function trunkDialString(number: string, trunkName: string): string {
  if (!/^\+?\d{1,40}$/.test(number)) throw new Error(`Not a number that can be dialled: ${JSON.stringify(number)}`);
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(trunkName)) throw new Error(`Not a trunk's name: ${JSON.stringify(trunkName)}`);
  return `PJSIP/${number}@${trunkName}`;
}

/** A phone of ours, by its PhoneSpec.phoneId: PJSIP/201, PJSIP/201-desk. @throws {Error} when it is no phone's id */
export function phoneDialString(phoneId: string): string {
  if (!/^\d{3,5}(-desk)?$/.test(phoneId)) throw new Error(`Not a phone's id: ${JSON.stringify(phoneId)}`);
  return `PJSIP/${phoneId}`;
}
