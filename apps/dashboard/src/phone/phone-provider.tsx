'use client';
import { useApolloClient } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { mutate } from '@/api/client';
import { problem } from '@/api/problem';
import { useCalls } from '@/app/(signed-in)/calls/calls-live';
import { CreateSoftphoneCredentialsDocument } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { useStore } from '@/use-store';
import { pageId } from './page-id';
import { Softphone } from './softphone';

const PhoneContext = createContext<Softphone | undefined>(undefined);

/** Holds this page's telephone: registered for as long as a user with an extension is signed in. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const { extension } = useSignedInUser();
  // The page first: the telephone's program is a fifth of all there is to load.
  const isDrawn = useCalls().isLoaded;
  const [phone] = useState(
    () =>
      new Softphone(async (takeOver) => {
        const answer = await mutate(client, CreateSoftphoneCredentialsDocument, { takeOver, pageId: pageId() });
        if (answer.problem) return answer;
        const result = answer.data.createSoftphoneCredentials;
        return 'errorCode' in result ? { problem: problem(result.errorCode, result.message) } : { data: result };
      }),
  );
  useEffect(() => {
    if (!extension || !isDrawn) return;
    void phone.start();
    return () => phone.stop();
  }, [phone, extension, isDrawn]);
  return <PhoneContext value={phone}>{children}</PhoneContext>;
}

export function usePhone(): Softphone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('usePhone is for components inside PhoneProvider');
  return phone;
}

export function usePhoneState() {
  return useStore(usePhone().state);
}
