/** Strings that somebody might try to break in with: the same ones for the same seed, so that a failure can be had again. */

/** 0 to 1, the same row of numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Separators, quotes and line ends of configuration files, dialplans, AMI, SIP, SQL and shells; what looks like something else; what turns text around. */
const CHARACTERS = [
  ...'\0\u0001\u0007\b\t\n\u000b\f\r\u001b\u007f\u0085\u00a0\u2028\u2029\u200b\u202e\u2066\ufeff\ufffd',
  ...';,:&|@/\\?#%$^~`\'"<>()[]{}=+-*!._ ',
  ...'０１９ａＡаеоросх٠٩৩Ⅷıſµ﹫＠；［',
  '\ud800',
  '\udfff',
  '😀',
  'e\u0301',
  'İ',
  'ß',
];

const PHRASES = [
  '\r\nAction: Originate\r\nChannel: Local/x',
  '\r\n\r\nAction: Command\r\nCommand: core stop now',
  '\n[inbound]\nexten => _X.,1,Dial(PJSIP/${EXTEN}@Demo)',
  '\n same => n,System(id)',
  '${SHELL(id)}',
  '${EVAL(${X})}',
  ')\n same => n,Set(GLOBAL(X)=1',
  '&PJSIP/998901234567@Demo',
  ';transport=tcp',
  '\\;lr',
  '@evil.example',
  ' <sip:evil@evil.example>',
  '"><script>alert(1)</script>',
  "'; drop table trunks; --",
  '../../etc/passwd',
  '/../ps_auths',
  '#exec id',
  '#include /etc/passwd',
  '[general](+)',
  '%0d%0aX-Evil:%201',
  '__proto__',
  'constructor',
  '*',
  '_X.',
  'a=b\nc=d',
  ' ',
  '',
  '.',
  '0.0.0.0/0',
  '::',
  '127.0.0.1',
  'localhost',
  'anonymous',
  'general',
  'NULL',
  '-1',
  '1e9',
];

/** @param valid one that is accepted; what comes is one of its near relations, or something quite other */
export function hostileString(random: () => number, valid: string): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = (count: number): string => Array.from({ length: count }, () => one(CHARACTERS)).join('');
  const at = below(valid.length + 1);
  switch (below(10)) {
    case 0:
      return some(1 + below(40));
    case 1:
      return valid.slice(0, at) + one(CHARACTERS) + valid.slice(at + 1);
    case 2:
      return valid.slice(0, at) + one(CHARACTERS) + valid.slice(at);
    case 3:
      return valid.slice(0, at) + one(PHRASES) + valid.slice(at);
    case 4:
      return valid + one(PHRASES);
    case 5:
      return one(PHRASES);
    case 6:
      return valid.repeat(1 + below(60)).slice(0, 2_000);
    case 7:
      return one(CHARACTERS).repeat(1 + below(300));
    case 8:
      return [...valid].map((character) => (random() < 0.2 ? String.fromCharCode(33 + below(94)) : character)).join('');
    default:
      return Array.from({ length: 1 + below(130) }, () => String.fromCharCode(32 + below(95))).join('');
  }
}
