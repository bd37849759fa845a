/**
 * The dialplan's text in a form that can be compared: one string for each step, `pattern,priority(label),Application(arguments)`,
 * sorted. The same form is made from the lines that should run and from what the engine says it runs.
 */

export interface DialplanStep {
  pattern: string;
  priority: number;
  label?: string;
  application: string;
  argument: string;
}

const HEAD =
  /^\s*(?:exten\s*=>\s*(?<pattern>[^,]+),\s*(?<first>\d+|n)|same\s*=>\s*(?<next>\d+|n))(?:\((?<label>[A-Za-z0-9_-]+)\))?\s*,\s*(?<step>.*)$/;
const STEP = /^(?<application>[A-Za-z][A-Za-z0-9_]*)\s*(?:\((?<argument>.*)\))?$/s;

/**
 * Reads `exten => pattern,priority(label),App(data)` and ` same => n(label),App(data)`. Comments and empty lines are passed over.
 * @throws {Error} naming the line that is neither
 */
export function parseDialplan(lines: readonly string[]): DialplanStep[] {
  const steps: DialplanStep[] = [];
  let pattern: string | undefined;
  let priority = 0;
  for (const line of lines) {
    const text = withoutComment(line).trim();
    if (text === '') continue;
    const head = HEAD.exec(text)?.groups;
    const step = STEP.exec(head?.['step']?.trim() ?? '')?.groups;
    if (!head || !step?.['application']) throw new Error(`Not a dialplan line: ${JSON.stringify(line)}`);
    if (head['pattern'] !== undefined) {
      const name = head['pattern'].trim();
      if (name !== pattern) priority = 0;
      pattern = name;
    }
    if (pattern === undefined) throw new Error(`A dialplan line before any exten: ${JSON.stringify(line)}`);
    const written = head['first'] ?? head['next'] ?? 'n';
    priority = written === 'n' ? priority + 1 : Number(written);
    const label = head['label'];
    steps.push({
      pattern,
      priority,
      ...(label !== undefined && { label }),
      application: step['application'],
      argument: (step['argument'] ?? '').replaceAll('\\;', ';'),
    });
  }
  return steps;
}

/** One string a step, sorted, so that two dialplans are the same exactly if these lists are. */
export function comparable(steps: readonly DialplanStep[]): string[] {
  return steps
    .map(({ pattern, priority, label, application, argument }) => ({
      pattern,
      priority,
      text: `${pattern},${priority}${label === undefined ? '' : `(${label})`},${application}(${argument})`,
    }))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : a.priority - b.priority))
    .map((step) => step.text);
}

/** Asterisk's configuration files begin a comment at an unescaped semicolon. */
function withoutComment(line: string): string {
  for (let index = 0; index < line.length; index++) {
    if (line[index] === ';' && line[index - 1] !== '\\') return line.slice(0, index);
  }
  return line;
}
