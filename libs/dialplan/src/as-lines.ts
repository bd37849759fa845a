/** Steps as `(label)App(…)`, in the form of extensions.conf. */
export function asLines(pattern: string, steps: readonly string[]): string[] {
  return steps.map((text, index) => {
    const [, label = '', step = ''] = /^(\([a-z0-9]+\))?(.*)$/.exec(text) ?? [];
    return index === 0 ? `exten => ${pattern},1${label},${step}` : ` same => n${label},${step}`;
  });
}

/** Whether a trunk's name may stand in the text: it was checked when it was saved, and is once more. */
export const isTrunkName = (name: string): boolean => /^[A-Za-z][\w-]{0,39}$/.test(name);
