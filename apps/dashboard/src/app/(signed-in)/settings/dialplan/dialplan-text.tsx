'use client';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { Fold } from '@/components/ui/fold';
import { PageSection } from '@/components/ui/page-section';
import { Badge } from '@/components/ui/status';

/** The text that is made of the rules, and whether Asterisk runs exactly this. */
export function DialplanText({ text, isRunning }: { text: string; isRunning: boolean }) {
  const t = useTranslations('dialplanText');
  const [isOpen, setOpen] = useState(false);
  const [isCopied, setCopied] = useState(false);
  return (
    <PageSection
      title={t('title')}
      hint={isRunning ? t('runningHint') : t('notRunningHint')}
      action={
        <span data-applied={isRunning}>
          <Badge tone={isRunning ? 'good' : 'warn'}>{isRunning ? t('running') : t('notRunning')}</Badge>
        </span>
      }
    >
      <Fold title={t('show')} note={t('lines', { count: String(text.split('\n').length) })} open={isOpen} onOpenChange={setOpen}>
        <div className="grid gap-3">
          <Button size="small" className="justify-self-end" onClick={async () => setCopied(await copyText(text))}>
            <Copy aria-hidden className="size-4" />
            {isCopied ? t('copied') : t('copy')}
          </Button>
          <pre
            tabIndex={0}
            aria-label={t('title')}
            className="max-h-120 overflow-auto rounded-lg bg-sunken p-4 font-mono text-xs leading-5"
          >
            {text}
          </pre>
        </div>
      </Fold>
    </PageSection>
  );
}
