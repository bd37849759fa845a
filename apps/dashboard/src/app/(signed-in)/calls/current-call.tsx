'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { useLive } from '@/api/use-live';
import {
  CallByIdDocument,
  type CallFieldsFragment,
  HangupCallDocument,
  OriginateCallDocument,
  OwnCallUpdatedDocument,
} from '@/gql/graphql';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { useSignedInUser } from '@/session/session-gate';
import { newId } from '@/session/new-id';
import { askForCall } from './call-answer';
import { observeTimes, useCalls, useCallStore } from './calls-live';
import { useMonitoring } from './monitoring';
import { isUnderWay, transferPhase } from './transfer-phase';
import { useQualityReports } from './use-quality-reports';

/** A call that goes on without this page's phone is looked at so often, in ms: once it is another agent's, nothing tells of it any more. */
const lookMs = 2_000;

/** The call that this person is in, or was in last. `call` is missing while it is being placed, and when it was refused. */
export interface CurrentCall {
  id: string;
  to: string;
  call: CallFieldsFragment | undefined;
  problem: Problem | undefined;
  isHangingUp: boolean;
  /** Somebody else has it now. */
  isGivenAway: boolean;
}

interface CurrentCallValue {
  current: CurrentCall | undefined;
  /** Whether a call is going on, or about to. */
  isBusy: boolean;
  place: (to: string, trunkName: string | undefined) => Promise<void>;
  hangUp: () => Promise<void>;
  dismiss: () => void;
}

type Chosen = Omit<CurrentCall, 'call'>;

const chosenAs = (id: string, to: string): Chosen => ({ id, to, problem: undefined, isHangingUp: false, isGivenAway: false });

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
  const isOthers = call?.agent != null && call.agent.id !== me.id;
  const isGivenAway = chosen?.isGivenAway === true || (call?.state === 'ANSWERED' && isOthers);
  const isLive = call !== undefined && call.state !== 'ENDED' && !isGivenAway;
  const isBusy = isLive || (chosen !== undefined && !call && !chosen.problem && !isGivenAway);

  // Once, when the list first comes: a call that was going on before this page was loaded is this page's again.
  const hasAdopted = useRef(false);
  useEffect(() => {
    if (!isLoaded || hasAdopted.current) return;
    hasAdopted.current = true;
    const mine = calls.find(({ state, agent }) => state !== 'ENDED' && agent?.id === me.id);
    if (!mine) return;
    phone.line.claim(mine.id);
    setChosen((before) => before ?? chosenAs(mine.id, mine.to));
  }, [isLoaded, calls, me.id, phone]);

  const { line } = usePhoneState();
  const { monitored } = useMonitoring();
  const onLine = line && calls.find(({ id }) => id === line.callId);
  // This person's call that comes back to the phone: a page that took it over, a transfer that failed.
  const comesBack = line?.stage === 'ringing' && line.answersItself && onLine?.state === 'ANSWERED' && onLine.agent?.id === me.id;
  useEffect(() => {
    if (comesBack && onLine) phone.line.claim(onLine.id);
  }, [comesBack, onLine, phone]);

  // A call that this phone has answered is the one to show, whoever started it; one that is only listened to is not.
  const isAnswered = line !== undefined && line.stage !== 'ringing' && onLine?.state !== 'ENDED';
  if (isAnswered && onLine && onLine.id !== chosen?.id && onLine.id !== monitored?.callId && onLine.agent?.id === me.id) {
    setChosen(chosenAs(onLine.id, onLine.to));
  }
  if (isAnswered && chosen?.isGivenAway && onLine?.id === chosen.id) setChosen(chosenAs(onLine.id, onLine.to));

  const change = (id: string, values: Partial<Chosen>) =>
    setChosen((before) => (before?.id === id ? { ...before, ...values } : before));

  useLive(OwnCallUpdatedDocument, {
    key: isLive ? call.id : '',
    variables: () => (isLive ? { id: call.id, afterSequence: call.sequence } : undefined),
    received: ({ callUpdated }) => {
      observeTimes(callUpdated);
      store.apply([callUpdated]);
    },
  });

  useEffect(() => store.show(chosen?.id), [store, chosen?.id]);

  const hasLine = line !== undefined && line.callId === chosen?.id;
  // Who gave a call away is no longer told of it: it is asked for, until it is somebody else's.
  const isOut = isLive && !hasLine && isUnderWay(transferPhase(call));
  const look = useEffectEvent(async (id: string) => {
    const { data } = await client.query({ query: CallByIdDocument, variables: { id }, fetchPolicy: 'no-cache' });
    if (data?.call) return store.apply([data.call]);
    if (!data) return;
    store.drop(id);
    change(id, { isGivenAway: true });
  });
  const outId = isOut ? call.id : undefined;
  useEffect(() => {
    if (!outId) return;
    const timer = setInterval(() => void look(outId).catch(() => undefined), lookMs);
    return () => clearInterval(timer);
  }, [outId]);
  // Likewise when the line of a live call ends: a supervisor may have given it to another.
  const liveLineId = isLive && hasLine ? call.id : undefined;
  useEffect(() => {
    if (liveLineId) return () => void look(liveLineId).catch(() => undefined);
  }, [liveLineId]);

  useQualityReports(hasLine && isLive && call.state === 'ANSWERED' ? call : undefined);

  const endedId = call?.state === 'ENDED' ? call.id : undefined;
  useEffect(() => {
    if (endedId) phone.line.callEnded(endedId);
  }, [phone, endedId]);

  const place = async (to: string, trunkName: string | undefined) => {
    const id = newId();
    phone.line.claim(id);
    const { microphone, status } = phone.state.get();
    const mustAllow = status.kind === 'ready' && microphone.kind === 'askFirst';
    const originate = () => askForCall(client, OriginateCallDocument, { input: { id, to, trunkName } });
    // On its way before the page is drawn anew, which takes as long as a fourth of the server's answer.
    const asked = mustAllow ? undefined : originate();
    setChosen(chosenAs(id, to));
    if (mustAllow) await phone.allowMicrophone();
    if (status.kind === 'ready' && microphone.kind === 'allowed') phone.line.prepare();
    let answer = await (asked ?? originate());
    // The id makes it safe to ask again: it is one call, however often it is asked for.
    if (answer.problem?.code === 'OFFLINE') answer = await originate();
    if (answer.problem) return change(id, { problem: answer.problem });
    observeTimes(answer.call);
    store.applySoon(answer.call);
  };

  const hangUp = async () => {
    if (!isLive || chosen?.isHangingUp) return;
    change(call.id, { isHangingUp: true, problem: undefined });
    const answer = await askForCall(client, HangupCallDocument, { id: call.id });
    if (answer.problem) return change(call.id, { isHangingUp: false, problem: answer.problem });
    store.apply([answer.call]);
  };

  const current = chosen && { ...chosen, call, isGivenAway };
  const value = { current, isBusy, place, hangUp, dismiss: () => setChosen(undefined) };
  return <CurrentCallContext value={value}>{children}</CurrentCallContext>;
}

export function useCurrentCall(): CurrentCallValue {
  const value = useContext(CurrentCallContext);
  if (!value) throw new Error('useCurrentCall is for components inside CurrentCallProvider');
  return value;
}
