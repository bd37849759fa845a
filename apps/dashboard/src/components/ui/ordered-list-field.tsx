'use client';
import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button';
import { classes } from './classes';
import { controlProps, Notes } from './field';
import { moveItem } from './move-item';
import { useDragOrder } from './use-drag-order';

export interface OrderedListWords {
  add: string;
  up: (item: string) => string;
  down: (item: string) => string;
  remove: (item: string) => string;
  /** Read out after a move: alaw, place 2 of 3. */
  place: (item: string, place: number, of: number) => string;
}

const itself = (item: string) => item;

/** Some of several choices, in an order: dragged by a handle, moved by buttons, or by Alt and an arrow while one of an item's buttons has the focus. */
export function OrderedListField({
  label,
  hint,
  error,
  name,
  items,
  choices,
  words,
  labelOf = itself,
  mayBeEmpty = false,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  error?: string;
  name: string;
  items: readonly string[];
  choices: readonly string[];
  words: OrderedListWords;
  /** What a person reads for an item. */
  labelOf?: (item: string) => string;
  mayBeEmpty?: boolean;
  onChange: (items: readonly string[]) => void;
}) {
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const [moved, setMoved] = useState<{ item: string; by: -1 | 1 }>();
  const missing = choices.filter((choice) => !items.includes(choice));

  // The button that was pressed may be off now, at either end: the focus goes to the item's other one.
  useEffect(() => {
    if (!moved) return;
    const buttons = list.current?.querySelector(`[data-item="${CSS.escape(moved.item)}"]`)?.querySelectorAll('button');
    const [up, down] = buttons ?? [];
    const [pressed, other] = moved.by === -1 ? [up, down] : [down, up];
    (pressed?.disabled ? other : pressed)?.focus();
  }, [moved]);

  const move = (item: string, by: -1 | 1) => {
    const from = items.indexOf(item);
    const next = moveItem(items, from, from + by);
    if (next === items) return;
    onChange(next);
    setMoved({ item, by });
  };
  const { dragged, handle } = useDragOrder(list, (item, to) => {
    const next = moveItem(items, items.indexOf(item), to);
    if (next !== items) onChange(next);
  });
  const onKeyDown = (item: string) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(item, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={controlProps(id, error, hint)['aria-describedby']}
      className="grid content-start gap-1.5"
    >
      <span id={`${id}-label`} className="text-sm font-medium">
        {label}
      </span>
      <ol
        ref={list}
        className={classes(
          'grid rounded-lg bg-surface',
          items.length > 0 && 'border',
          error ? 'border-bad' : 'border-line-strong',
        )}
      >
        {items.map((item, index) => (
          <li
            key={item}
            data-item={item}
            onKeyDown={onKeyDown(item)}
            className={classes(
              'flex h-10 items-center gap-1 border-line pr-1 pl-1 not-first:border-t',
              dragged === item && 'bg-accent-soft',
            )}
          >
            <span
              {...handle(item)}
              aria-hidden
              data-handle={item}
              className="grid size-8 shrink-0 cursor-grab touch-none place-items-center text-ink-soft"
            >
              <GripVertical className="size-4" />
            </span>
            <span className="min-w-0 flex-1 truncate">
              <span aria-hidden className="mr-2 text-sm text-ink-soft tabular-nums">
                {index + 1}.
              </span>
              {labelOf(item)}
            </span>
            <Step label={words.up(labelOf(item))} Icon={ArrowUp} disabled={index === 0} onClick={() => move(item, -1)} />
            <Step
              label={words.down(labelOf(item))}
              Icon={ArrowDown}
              disabled={index === items.length - 1}
              onClick={() => move(item, 1)}
            />
            <Step
              label={words.remove(labelOf(item))}
              Icon={X}
              disabled={items.length === 1 && !mayBeEmpty}
              onClick={() => onChange(items.filter((kept) => kept !== item))}
            />
          </li>
        ))}
      </ol>
      {missing.length > 0 ? (
        <select
          aria-label={words.add}
          name={name}
          value=""
          onChange={(event) => onChange([...items, event.target.value])}
          className="h-10 w-full rounded-lg border border-line-strong bg-surface px-3 pr-8 text-ink"
        >
          <option value="">{words.add}</option>
          {missing.map((choice) => (
            <option key={choice} value={choice}>
              {labelOf(choice)}
            </option>
          ))}
        </select>
      ) : null}
      <span aria-live="polite" className="sr-only">
        {moved && items.includes(moved.item) ? words.place(labelOf(moved.item), items.indexOf(moved.item) + 1, items.length) : ''}
      </span>
      <Notes id={id} error={error} hint={hint} />
    </div>
  );
}

function Step({ label, Icon, disabled, onClick }: { label: string; Icon: typeof X; disabled: boolean; onClick: () => void }) {
  return (
    <Button look="quiet" size="icon" className="size-8" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
