'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import { Banner } from '@/components/ui/banner';
import { Sheet } from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/status';
import { type CallDetailsFragment, CallDetailsByIdDocument, type HistoryCallFragment } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useApiLanguage } from '@/i18n/use-api-language';
import { useProblemWords } from '@/i18n/use-problem-words';
import { farNumber, toneOf } from '../call-words';
import { CallAnnotation } from './call-annotation';
import { CallFacts } from './call-facts';
import { CallAttempts, CallLegs } from './call-lines';
import { CallPlanFold } from './call-plan-fold';
import { CallQuality } from './call-quality';
import { CallButton, directionIcons } from './history-table';
import { RecordingPlayer } from './recording-player';
import { Section } from './section';

/** All that is known of one call. @param id  undefined: none is open */
export function CallSheet({
  id,
  onClose,
  onChanged,
}: {
  id: string | undefined;
  onClose: () => void;
  onChanged: (call: HistoryCallFragment) => void;
}) {
  const t = useTranslations('callSheet');
  const words = useProblemWords();
  const language = useApiLanguage();
  const { data, error, loading } = useQuery(CallDetailsByIdDocument, {
    variables: { id: id ?? '', language },
    skip: !id,
    // Its links to recordings end after minutes.
    fetchPolicy: 'no-cache',
  });
  const call = data?.call?.id === id ? data?.call : undefined;
  const far = call && farNumber(call);
  return (
    <Sheet
      open={id !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={call ? (far ? formatNumber(far) : t('withheld')) : t('title')}
      description={call ? <Headline call={call} /> : loading ? <HeadlineSkeleton /> : undefined}
      closeLabel={t('close')}
    >
      {call ? (
        <CallBody key={call.id} call={call} onChanged={onChanged} />
      ) : error ? (
        <Banner look="bad">{words(problemOf(error))}</Banner>
      ) : loading ? (
        <SheetSkeleton />
      ) : (
        <Banner look="warn">{t('notFound')}</Banner>
      )}
    </Sheet>
  );
}

function Headline({ call }: { call: CallDetailsFragment }) {
  const tDirection = useTranslations('direction');
  const tOutcome = useTranslations('outcome');
  const Icon = directionIcons[call.direction];
  const far = farNumber(call);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
      <span className="inline-flex items-center gap-1.5">
        <Icon aria-hidden className="size-4" />
        {tDirection(call.direction)}
      </span>
      {call.outcome ? <Badge tone={toneOf(call)}>{tOutcome(call.outcome)}</Badge> : null}
      {far && call.direction !== 'INTERNAL' ? <CallButton number={far} /> : null}
    </div>
  );
}

/** As high as the headline, which comes in its place. */
function HeadlineSkeleton() {
  return (
    <div aria-hidden>
      <Skeleton className="h-9 w-48 max-sm:h-16" />
    </div>
  );
}

function CallBody({ call, onChanged }: { call: CallDetailsFragment; onChanged: (call: HistoryCallFragment) => void }) {
  const t = useTranslations('callSheet');
  const tProblem = useTranslations('recordingProblem');
  return (
    <div className="grid gap-6">
      {call.recordings.length > 0 || call.recordingProblem ? (
        <Section title={t('recording')}>
          {call.recordings.map((recording) => (
            <RecordingPlayer key={recording.id} callId={call.id} recording={recording} />
          ))}
          {call.recordingProblem ? <Banner look="warn">{tProblem(call.recordingProblem)}</Banner> : null}
        </Section>
      ) : null}
      <CallAnnotation call={call} onChanged={onChanged} />
      <CallFacts call={call} />
      <CallQuality call={call} />
      <CallAttempts call={call} />
      <CallLegs call={call} />
      <CallPlanFold call={call} />
    </div>
  );
}

function SheetSkeleton() {
  return (
    <div className="grid gap-4" aria-busy>
      <Skeleton className="h-36" />
      <Skeleton className="h-24" />
      <Skeleton className="h-56" />
    </div>
  );
}
