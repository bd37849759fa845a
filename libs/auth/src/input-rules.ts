import { Matches } from 'class-validator';

/*
 * What may stand in the fields of people and tokens. Names end up on telephones and in the engine's configuration, so they hold no control
 * characters and nothing that turns text around.
 */
export const USERNAME = /^[a-z0-9._-]{2,40}$/i;
const PASSWORD = /^[^]{8,200}$/;
const EXTENSION = /^[2-9]\d{2,4}$/;
const TITLE = /^(?=.*\S)[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,80}$/u;

export const IsUsername = () => Matches(USERNAME, { message: '$property must be 2 to 40 characters of A-Z a-z 0-9 . _ -' });
export const IsPassword = () => Matches(PASSWORD, { message: '$property must be 8 to 200 characters' });
export const IsExtension = () =>
  Matches(EXTENSION, {
    message: '$property must be 3 to 5 digits, not beginning with 0 or 1 (emergency and service numbers do)',
  });
/** A display name, or the name of a token. */
export const IsTitle = () => Matches(TITLE, { message: '$property must be 1 to 80 characters on one line' });
