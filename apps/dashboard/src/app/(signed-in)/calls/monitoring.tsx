'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { MonitorCallDocument, type MonitorMode } from '@/gql/graphql';
import { usePhone, usePhoneState } from '@/phone/phone-provider';
import { askForCall } from './call-answer';

export interface Monitored {
  callId: string;
  mode: MonitorMode;
}

interface MonitoringValue {
  /** The call that this supervisor listens to, or is being connected to. */
  monitored: Monitored | undefined;
  problem: Problem | undefined;
  listen: (callId: string, mode: MonitorMode) => Promise<void>;
  leave: () => void;
}

const MonitoringContext = createContext<MonitoringValue | undefined>(undefined);

/** A supervisor's ear in somebody else's call: it ends with the supervisor's line. */
export function MonitoringProvider({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const phone = usePhone();
  const { line } = usePhoneState();
  const [monitored, setMonitored] = useState<Monitored>();
  const [problem, setProblem] = useState<Problem>();

  // Over when the line is, once there has been one.
  const isOnLine = monitored !== undefined && line?.callId === monitored.callId;
  const wasOnLine = useRef(false);
  useEffect(() => {
    if (wasOnLine.current && !isOnLine) setMonitored(undefined);
    wasOnLine.current = isOnLine;
  }, [isOnLine]);

  const listen = async (callId: string, mode: MonitorMode) => {
    setProblem(undefined);
    const before = monitored;
    phone.line.claim(callId);
    setMonitored({ callId, mode });
    if (!before) phone.line.prepare();
    const answer = await askForCall(client, MonitorCallDocument, { id: callId, mode });
    if (!answer.problem) return;
    setProblem(answer.problem);
    setMonitored(before);
  };
  const leave = () => {
    phone.line.leave();
    setMonitored(undefined);
  };
  return <MonitoringContext value={{ monitored, problem, listen, leave }}>{children}</MonitoringContext>;
}

export function useMonitoring(): MonitoringValue {
  const value = useContext(MonitoringContext);
  if (!value) throw new Error('useMonitoring is for components inside MonitoringProvider');
  return value;
}
