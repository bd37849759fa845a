'use client';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { classes } from '@/components/ui/classes';
import { formatClock } from '@/i18n/format-date';
import type { Peaks } from './read-waveform';

/** Seconds that an arrow moves, and a page key. */
const arrowSeconds = 5;
const pageSeconds = 30;
const laneHeight = 40;

export interface Gap {
  fromSeconds: number;
  toSeconds: number;
}

/** The sound of each side over time, one lane each. It is a slider: by mouse, by finger and by keyboard. */
export function Waveform({
  peaks,
  sides,
  gaps,
  gapWords,
  time,
  duration,
  label,
  onSeek,
}: {
  /** Undefined while they are not known. */
  peaks: Peaks | undefined;
  /** Whose voice each lane is, from the top. */
  sides: readonly string[];
  gaps: readonly Gap[];
  gapWords: string;
  /** Seconds. */
  time: number;
  duration: number;
  label: string;
  onSeek: (seconds: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const seekTo = (event: PointerEvent) => {
    const { left, width } = box.current!.getBoundingClientRect();
    onSeek(((event.clientX - left) / width) * duration);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowRight: time + arrowSeconds,
      ArrowUp: time + arrowSeconds,
      ArrowLeft: time - arrowSeconds,
      ArrowDown: time - arrowSeconds,
      PageUp: time + pageSeconds,
      PageDown: time - pageSeconds,
      Home: 0,
      End: duration,
    };
    const place = moves[event.key];
    if (place === undefined) return;
    event.preventDefault();
    onSeek(place);
  };
  const percent = (seconds: number) => `${duration > 0 ? Math.min(100, (seconds / duration) * 100) : 0}%`;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <div className="grid content-stretch text-xs text-ink-soft">
        {sides.map((side) => (
          <span key={side} className="self-center">
            {side}
          </span>
        ))}
      </div>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.round(duration)}
        aria-valuenow={Math.round(time)}
        aria-valuetext={`${formatClock(time)} / ${formatClock(duration)}`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
        className="relative cursor-pointer touch-none overflow-hidden rounded-lg bg-sunken"
      >
        {sides.map((side, index) => (
          <Lane
            key={side}
            peaks={peaks?.[index]}
            className={classes(index > 0 && 'border-t border-surface')}
            played={percent(time)}
          />
        ))}
        {gaps.map(({ fromSeconds, toSeconds }) => (
          <span
            key={fromSeconds}
            title={gapWords}
            className="absolute inset-y-0 bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_2px,var(--sunken)_2px_7px)]"
            style={{ left: percent(fromSeconds), width: percent(toSeconds - fromSeconds) }}
          />
        ))}
        <span aria-hidden className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: percent(time) }} />
      </div>
    </div>
  );
}

/** What was played stands in colour above what was not. */
function Lane({ peaks, played, className }: { peaks: Float32Array | undefined; played: string; className?: string }) {
  const path = peaks && pathOf(peaks);
  const width = peaks?.length ?? 1;
  return (
    <span
      aria-hidden
      data-waveform={peaks ? Math.max(...peaks).toFixed(3) : undefined}
      className={classes('relative block', className)}
    >
      {['text-line-strong', 'text-accent'].map((colour, index) => (
        <svg
          key={colour}
          viewBox={`0 0 ${width} ${laneHeight}`}
          preserveAspectRatio="none"
          className={classes('block h-10 w-full', colour, index > 0 && 'absolute inset-0')}
          style={index > 0 ? { clipPath: `inset(0 calc(100% - ${played}) 0 0)` } : undefined}
        >
          {path ? <path d={path} stroke="currentColor" strokeWidth="0.7" fill="none" /> : null}
        </svg>
      ))}
    </span>
  );
}

/** A stroke for each column around the middle. The root lets speech be seen beside a loud moment. */
function pathOf(peaks: Float32Array): string {
  const middle = laneHeight / 2;
  return [...peaks]
    .map((peak, column) => {
      const half = Math.max(0.5, Math.sqrt(peak) * (middle - 2));
      return `M${column + 0.5} ${(middle - half).toFixed(1)}V${(middle + half).toFixed(1)}`;
    })
    .join('');
}
