/** Without the characters that look like others: it is read from a screen and typed. */
const alphabet = 'abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679';
const length = 14;

/**
 * A password that nobody guesses: 14 of 51 characters, about 79 bits.
 * @param fill  puts random bytes into what it is given
 */
export function generatePassword(
  fill: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => void crypto.getRandomValues(bytes),
): string {
  const whole = 256 - (256 % alphabet.length);
  let password = '';
  while (password.length < length) {
    const bytes = new Uint8Array(length * 2);
    fill(bytes);
    // What is past the last whole round would make the first characters likelier.
    for (const byte of bytes) if (byte < whole && password.length < length) password += alphabet[byte % alphabet.length];
  }
  return password;
}
