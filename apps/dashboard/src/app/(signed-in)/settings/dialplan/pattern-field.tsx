'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { classes } from '@/components/ui/classes';
import { TextField } from '@/components/ui/field';
import { ReadPatternDocument, type ReadPatternQuery } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useApiLanguage } from '@/i18n/use-api-language';

const pauseMs = 200;

type Reading = ReadPatternQuery['explainPattern'];

/** A pattern, and below it what it means while it is being typed. */
export function PatternField({ field, ruleId }: { field: FieldProps; ruleId?: string }) {
  const t = useTranslations('dialplan');
  const reading = usePatternReading(field.value.trim());
  const conflict = reading?.conflictsWith && reading.conflictsWith.id !== ruleId ? reading.conflictsWith.name : undefined;
  return (
    <div className="grid gap-1.5">
      <TextField
        label={t('pattern')}
        hint={t('patternHint')}
        {...field}
        required
        className="font-mono"
        placeholder="_998X."
        autoCapitalize="none"
        spellCheck={false}
      />
      <p
        aria-live="polite"
        data-reading={reading?.valid ?? 'none'}
        className={classes('text-sm', reading && (!reading.valid || conflict) ? 'text-bad' : 'text-good')}
      >
        {!reading
          ? null
          : !reading.valid
            ? t('patternWrong')
            : conflict
              ? t('patternTaken', { name: conflict })
              : reading.example
                ? t('patternReads', { reading: reading.reading ?? '', example: formatNumber(reading.example) })
                : reading.reading}
      </p>
    </div>
  );
}

interface FieldProps {
  name: string;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
  error: string | undefined;
}

/** What the pattern means, a moment after the last key. */
function usePatternReading(pattern: string): Reading | undefined {
  const client = useApolloClient();
  const language = useApiLanguage();
  const [known, setKnown] = useState<{ pattern: string; reading: Reading }>();
  useEffect(() => {
    if (!pattern) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.query({ query: ReadPatternDocument, variables: { pattern, language }, fetchPolicy: 'no-cache' }).then(
        ({ data }) => isCurrent && data && setKnown({ pattern, reading: data.explainPattern }),
        () => undefined,
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, language, pattern]);
  // What was said of another text would be a lie.
  return known?.pattern === pattern ? known.reading : undefined;
}
