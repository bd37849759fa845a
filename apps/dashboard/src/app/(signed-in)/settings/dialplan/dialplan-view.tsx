'use client';
import { useState } from 'react';
import { useSignedInUser } from '@/session/session-gate';
import { DestinationsSection } from './destinations-section';
import { DialplanText } from './dialplan-text';
import { NumberTrial } from './number-trial';
import { RulesSection } from './rules-section';
import { useDialplan } from './use-dialplan';

/** Which number goes which way: rules, a trial, what may be dialled, and what Asterisk was told. */
export function DialplanView() {
  const [changes, setChanges] = useState(0);
  const changed = () => setChanges((count) => count + 1);
  const { data, problem, reload } = useDialplan(changed);
  const mayWrite = useSignedInUser().role === 'ADMIN';
  const reloaded = async () => {
    await reload();
    changed();
  };
  return (
    <div className="grid gap-8">
      <RulesSection rules={data?.dialplan.rules} problem={problem} mayWrite={mayWrite} onChanged={reloaded} />
      {/* Once it is known how long the rules are: nothing jumps. */}
      {data || problem ? (
        <div className="grid items-start gap-8 xl:grid-cols-[3fr_2fr]">
          <NumberTrial changes={changes} />
          <DestinationsSection mayWrite={mayWrite} onChanged={reloaded} />
        </div>
      ) : null}
      {data ? <DialplanText text={data.dialplan.text} isRunning={data.dialplan.applied} /> : null}
    </div>
  );
}
