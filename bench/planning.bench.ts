/** How long a call is planned: the rule, the trunks, the refusals, with as many rules as a large call centre could have. */
import { matchRule, planCall } from '@app/dialplan';
import { aRule, aSnapshot, aTrunk } from '../libs/dialplan/testing/plan-builders.js';
import type { Report } from './report.mjs';
import { timed } from './timed.js';

const RULES = 1_000;
const LIMIT_MS = 1;

export async function measure(): Promise<Report> {
  const trunks = Array.from({ length: 50 }, (_, index) => aTrunk({ name: `Trunk${index}`, priority: index }));
  // Every operator's block of 10,000, and behind them the one that takes the rest.
  const blocks = Array.from({ length: RULES - 1 }, (_, index) =>
    aRule({ pattern: `_99890${String(index).padStart(3, '0')}XXXX` }),
  );
  const many = aSnapshot(trunks, { rules: [...blocks, aRule()] });
  const few = aSnapshot(trunks, { rules: [...blocks.slice(0, 9), aRule()] });
  const number = (run: number): string => `99890${String((run * 7_919) % 10_000_000).padStart(7, '0')}`;

  const match = timed((run) => matchRule(number(run), many.rules));
  const plan = timed((run) => planCall({ to: number(run) }, many));
  const refusal = timed(() => planCall({ to: '+79161234567' }, many));
  const small = timed((run) => planCall({ to: number(run) }, few));
  return {
    title: 'Planning a call',
    about: `From memory, with ${RULES} rules and ${trunks.length} trunks: what explainCall shows and originateCall runs, without the network and the database.`,
    figures: [
      { what: 'matchRule, median', value: match.median, unit: 'ms', mostIs: LIMIT_MS },
      { what: 'matchRule, 99 of 100 within', value: match.p99, unit: 'ms', mostIs: LIMIT_MS },
      { what: 'planCall, median', value: plan.median, unit: 'ms', mostIs: LIMIT_MS },
      { what: 'planCall, 99 of 100 within', value: plan.p99, unit: 'ms', mostIs: LIMIT_MS },
      { what: 'planCall of a number that no rule takes, median', value: refusal.median, unit: 'ms', mostIs: LIMIT_MS },
      { what: 'planCall with 10 rules, median', value: small.median, unit: 'ms' },
    ],
  };
}
