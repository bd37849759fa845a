/** `sound:` and the name of a sound that the telephone engine has, by its path below the sounds' folder. */
const SOUND = /^sound:(?!\/)(?!.*\/\/)[a-z0-9/_-]{1,80}$/;

/** Whether it may be played: no way out of the sounds' folder, nothing that the engine would read as more than a name. */
export function isSound(value: unknown): value is string {
  return typeof value === 'string' && SOUND.test(value);
}
