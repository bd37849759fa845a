import { classes } from './classes';

export interface Bar {
  key: string;
  /** Below the bar; empty where there is no room for all. */
  label: string;
  /** The whole, and the part of it that is filled in colour. */
  total: number;
  part: number;
}

const height = 120;
const barWidth = 10;
const step = 14;

/** Upright bars of two parts. Who can't see it gets the same as a table, with the words given. */
export function BarChart({
  bars,
  words,
}: {
  bars: readonly Bar[];
  words: { caption: string; key: string; total: string; part: string };
}) {
  const most = niceMost(Math.max(1, ...bars.map(({ total }) => total)));
  const y = (value: number) => height - (value / most) * height;
  return (
    <figure className="grid gap-1">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2" aria-hidden>
        {/* As wide as four digits at least: with other numbers the bars stay where they are. */}
        <div className="flex min-w-8 flex-col justify-between text-right text-xs leading-none text-ink-soft tabular-nums">
          <span>{most}</span>
          <span>{most / 2}</span>
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${bars.length * step} ${height}`} preserveAspectRatio="none" className="h-40 w-full">
          {[0, most / 2, most].map((value) => (
            <line
              key={value}
              x1="0"
              x2={bars.length * step}
              y1={y(value)}
              y2={y(value)}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map(({ key, total, part }, index) => (
            <g key={key} data-bar={key}>
              <title>{`${key}: ${total} / ${part}`}</title>
              <rect x={index * step + 2} width={barWidth} y={y(total)} height={height - y(total)} className="fill-line-strong" />
              <rect x={index * step + 2} width={barWidth} y={y(part)} height={height - y(part)} className="fill-accent" />
            </g>
          ))}
        </svg>
        <span />
        <div className="mt-1 flex text-xs text-ink-soft tabular-nums">
          {bars.map(({ key, label }) => (
            <span key={key} className="min-w-0 flex-1 text-center whitespace-nowrap">
              {label}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="flex flex-wrap gap-x-4 text-sm text-ink-soft" aria-hidden>
        <Key look="bg-accent">{words.part}</Key>
        <Key look="bg-line-strong">{words.total}</Key>
      </figcaption>
      <table className="sr-only">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th>{words.key}</th>
            <th>{words.total}</th>
            <th>{words.part}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, total, part }) => (
            <tr key={key}>
              <th>{key}</th>
              <td>{total}</td>
              <td>{part}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={classes('size-2.5 rounded-sm', look)} />
      {children}
    </span>
  );
}

const niceFactors = [1, 2, 3, 4, 6, 8, 10];

/** The next of 1, 2, 3, 4, 6, 8 times a power of ten that is even: its half is whole too, and no more than half of the chart is empty. */
export function niceMost(most: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return niceFactors.map((factor) => factor * size).find((value) => value >= most && value % 2 === 0) ?? 10 * size;
}
