'use client';
import { useApolloClient } from '@apollo/client/react';
import { X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { TextAreaField } from '@/components/ui/text-area-field';
import { showToast } from '@/components/ui/toast';
import { AnnotateCallDocument, type HistoryCallFragment } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { Section } from './section';
import { mostTags, withTag } from './tags';

/** A note and tags: what was agreed, and how the call is sorted. */
export function CallAnnotation({
  call,
  onChanged,
}: {
  call: HistoryCallFragment;
  onChanged: (call: HistoryCallFragment) => void;
}) {
  const t = useTranslations('callSheet');
  const words = useProblemWords();
  const client = useApolloClient();
  const [saved, setSaved] = useState({ note: call.note ?? '', tags: call.tags });
  const [note, setNote] = useState(saved.note);
  const [tags, setTags] = useState<readonly string[]>(saved.tags);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const wanted = withTag(tags, typed);
  const isChanged = note.trim() !== saved.note || wanted.join('\n') !== saved.tags.join('\n');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await mutate(client, AnnotateCallDocument, { id: call.id, input: { note, tags: [...wanted] } });
    setBusy(false);
    const result = answer.data?.annotateCall;
    const failure = answer.problem ?? (result && refusalOf(result));
    setProblem(failure);
    if (failure || !result || 'errorCode' in result) return;
    setSaved({ note: result.note ?? '', tags: result.tags });
    setNote(result.note ?? '');
    setTags(result.tags);
    setTyped('');
    onChanged(result);
    showToast('good', t('noteSaved'));
  };
  const onTagKey = (event: KeyboardEvent) => {
    if ((event.key !== 'Enter' && event.key !== ',') || typed.trim() === '') return;
    event.preventDefault();
    setTags(wanted);
    setTyped('');
  };
  return (
    <Section title={t('notes')}>
      <form className="grid gap-3" onSubmit={(event) => void save(event)}>
        <TextAreaField label={t('note')} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
        {tags.length > 0 ? (
          <ul className="flex flex-wrap gap-1.5" aria-label={t('tags')}>
            {tags.map((tag) => (
              <li
                key={tag}
                className="inline-flex max-w-full items-center gap-1 rounded-md bg-accent-soft pl-2 text-sm text-accent"
              >
                <span className="truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={t('removeTag', { tag })}
                  onClick={() => setTags(tags.filter((each) => each !== tag))}
                  className="grid size-7 place-items-center rounded-md hover:bg-surface"
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <TextField
          label={t('newTag')}
          hint={t('newTagHint')}
          maxLength={40}
          disabled={tags.length >= mostTags}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={onTagKey}
        />
        {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
        <Button type="submit" look="primary" busy={isBusy} disabled={!isChanged} className="justify-self-start">
          {t('saveNote')}
        </Button>
      </form>
    </Section>
  );
}
