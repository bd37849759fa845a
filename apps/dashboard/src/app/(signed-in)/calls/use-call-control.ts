import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import type { Problem } from '@/api/problem';
import {
  type CallFieldsFragment,
  CancelTransferDocument,
  CompleteTransferDocument,
  HoldCallDocument,
  JoinTransferDocument,
  MuteCallDocument,
  ResumeCallDocument,
  SendDtmfDocument,
  TransferCallDocument,
  type TransferTargetInput,
  UnmuteCallDocument,
} from '@/gql/graphql';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { askForCall, type CallMutation } from './call-answer';
import { useCallStore } from './calls-live';

export type CallAction = 'mute' | 'hold' | 'transfer' | 'complete' | 'cancel' | 'join' | 'dtmf';

/** What can be done with an answered call. The server does it; what follows comes with callUpdated. */
export function useCallControl(call: CallFieldsFragment) {
  const client = useApolloClient();
  const store = useCallStore();
  const phone = usePhone();
  const { line } = usePhoneState();
  const [running, setRunning] = useState<CallAction>();
  const [problem, setProblem] = useState<Problem>();
  const { id, muted } = call;
  const hasLine = line?.callId === id;
  const isMuted = muted || (hasLine && line.isMuted);

  // Somebody else may have silenced or unsilenced this call's agent.
  useEffect(() => {
    if (hasLine) phone.line.setMuted(muted);
  }, [phone, hasLine, muted]);

  const run = async <V extends { id: string }>(action: CallAction, mutation: CallMutation<V>, variables: V): Promise<boolean> => {
    setRunning(action);
    setProblem(undefined);
    const answer = await askForCall(client, mutation, variables);
    setRunning((now) => (now === action ? undefined : now));
    if (answer.call) store.apply([answer.call]);
    else setProblem(answer.problem);
    return answer.call !== undefined;
  };

  return {
    running,
    problem,
    isMuted,
    toggleMute: () => {
      // Here first: nobody should be heard because a server is slow or away.
      if (hasLine) phone.line.setMuted(!isMuted);
      void run('mute', isMuted ? UnmuteCallDocument : MuteCallDocument, { id });
    },
    toggleHold: () => void run('hold', call.onHold ? ResumeCallDocument : HoldCallDocument, { id }),
    sendDigits: (digits: string) => run('dtmf', SendDtmfDocument, { id, digits }),
    transfer: (to: TransferTargetInput, attended: boolean) =>
      run('transfer', TransferCallDocument, { id, input: { to, attended } }),
    complete: () => void run('complete', CompleteTransferDocument, { id }),
    cancel: () => void run('cancel', CancelTransferDocument, { id }),
    join: () => void run('join', JoinTransferDocument, { id }),
  };
}

export type CallControl = ReturnType<typeof useCallControl>;
