'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { useLive } from '@/api/use-live';
import { type CallFieldsFragment, HangupCallDocument, OriginateCallDocument, OwnCallUpdatedDocument } from '@/gql/graphql';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { useSignedInUser } from '@/session/session-gate';
import { newId } from '@/session/new-id';
import { observeTimes, useCalls, useCallStore } from './calls-live';

/** The call that this person is in, or was in last. `call` is missing while it is being placed, and when it was refused. */
export interface CurrentCall {
  id: string;
  to: string;
  call: CallFieldsFragment | undefined;
  problem: Problem | undefined;
  isHangingUp: boolean;
}

interface CurrentCallValue {
  current: CurrentCall | undefined;
  /** Whether a call is going on, or about to. */
  isBusy: boolean;
  place: (to: string, trunkName: string | undefined) => Promise<void>;
  hangUp: () => Promise<void>;
  dismiss: () => void;
}

type Chosen = Pick<CurrentCall, 'id' | 'to' | 'problem' | 'isHangingUp'>;

const CurrentCallContext = createContext<CurrentCallValue | undefined>(undefined);

/** Owns the subscription to this person's own call, which misses no change of it. */
export function CurrentCallProvider({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const store = useCallStore();
  const phone = usePhone();
  const me = useSignedInUser();
  const { isLoaded, calls } = useCalls();
  const [chosen, setChosen] = useState<Chosen>();
  const call = chosen && calls.find(({ id }) => id === chosen.id);
  const isLive = call !== undefined && call.state !== 'ENDED';
  const isBusy = isLive || (chosen !== undefined && !call && !chosen.problem);

  // Once, when the list first comes: a call that was going on before this page was loaded is this page's again.
  const hasAdopted = useRef(false);
  useEffect(() => {
    if (!isLoaded || hasAdopted.current) return;
    hasAdopted.current = true;
    const mine = calls.find(({ state, agent }) => state !== 'ENDED' && agent?.id === me.id);
    if (!mine) return;
    phone.line.claim(mine.id);
    setChosen((before) => before ?? { id: mine.id, to: mine.to, problem: undefined, isHangingUp: false });
  }, [isLoaded, calls, me.id, phone]);

  // A call that this phone has answered is the one to show, whoever started it.
  const { line } = usePhoneState();
  const answered = line && line.stage !== 'ringing' ? calls.find(({ id }) => id === line.callId) : undefined;
  if (answered && answered.id !== chosen?.id && answered.state !== 'ENDED') {
    setChosen({ id: answered.id, to: answered.to, problem: undefined, isHangingUp: false });
  }

  useLive(OwnCallUpdatedDocument, {
    key: isLive ? call.id : '',
    variables: () => (isLive ? { id: call.id, afterSequence: call.sequence } : undefined),
    received: ({ callUpdated }) => {
      observeTimes(callUpdated);
      store.apply([callUpdated]);
    },
  });

  const endedId = call?.state === 'ENDED' ? call.id : undefined;
  useEffect(() => {
    if (endedId) phone.line.callEnded(endedId);
  }, [phone, endedId]);

  const change = (id: string, values: Partial<Chosen>) =>
    setChosen((before) => (before?.id === id ? { ...before, ...values } : before));

  const place = async (to: string, trunkName: string | undefined) => {
    const id = newId();
    phone.line.claim(id);
    setChosen({ id, to, problem: undefined, isHangingUp: false });
    const { microphone, status } = phone.state.get();
    if (status.kind === 'ready' && microphone.kind === 'askFirst') await phone.allowMicrophone();
    const originate = () => mutate(client, OriginateCallDocument, { input: { id, to, trunkName } });
    let answer = await originate();
    // The id makes it safe to ask again: it is one call, however often it is asked for.
    if (answer.problem?.code === 'OFFLINE') answer = await originate();
    if (answer.problem) return change(id, { problem: answer.problem });
    const result = answer.data.originateCall;
    if ('errorCode' in result) return change(id, { problem: refusalOf(result) });
    observeTimes(result);
    store.apply([result]);
  };

  const hangUp = async () => {
    if (!isLive || chosen?.isHangingUp) return;
    change(call.id, { isHangingUp: true, problem: undefined });
    const answer = await mutate(client, HangupCallDocument, { id: call.id });
    if (answer.problem) return change(call.id, { isHangingUp: false, problem: answer.problem });
    const result = answer.data.hangupCall;
    if ('errorCode' in result) return change(call.id, { isHangingUp: false, problem: refusalOf(result) });
    store.apply([result]);
  };

  const current = chosen && { ...chosen, call };
  const value = { current, isBusy, place, hangUp, dismiss: () => setChosen(undefined) };
  return <CurrentCallContext value={value}>{children}</CurrentCallContext>;
}

export function useCurrentCall(): CurrentCallValue {
  const value = useContext(CurrentCallContext);
  if (!value) throw new Error('useCurrentCall is for components inside CurrentCallProvider');
  return value;
}
