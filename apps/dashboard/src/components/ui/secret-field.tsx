'use client';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button';
import { classes } from './classes';
import { copyText } from './copy-text';
import { control, Labelled } from './field';

/** A value that was made here, to be copied; marked whole when it gets the focus. */
export function SecretField({
  label,
  hint,
  value,
  copyLabel,
  copiedLabel,
}: {
  label: string;
  hint?: string;
  value: string;
  copyLabel: string;
  copiedLabel: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <div className="flex gap-2">
          <input
            {...ids}
            ref={input}
            readOnly
            value={value}
            onFocus={(event) => event.target.select()}
            className={classes(control, 'h-10 min-w-0 flex-1 font-mono text-sm')}
          />
          <Button onClick={async () => setCopied(await copyText(value, input.current))} aria-live="polite">
            <Icon aria-hidden className="size-4" />
            {isCopied ? copiedLabel : copyLabel}
          </Button>
        </div>
      )}
    </Labelled>
  );
}
