'use client';
import 'graphiql/setup-workers/webpack';
import 'graphiql/style.css';
import './playground.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { closeSocket } from '@/api/socket';
import { observedFetch } from '@/api/server-clock';
import { classes } from '@/components/ui/classes';
import { Logo } from '@/components/ui/logo';
import { session } from '@/session/session';
import { examples } from './examples';
import { Opening } from './opening';
import { memoryStorage } from './memory-storage';
import { untangleTabs } from './untangle-tabs';
import { useColorScheme } from './use-color-scheme';

// Kept while the person goes to other pages and back.
const storage = memoryStorage();

/** Seen once its editors are there: they push each other about until then. Everything goes to our own origin, with the token of the moment; it is never shown or stored. */
export default function Ide() {
  const t = useTranslations('playgroundExample');
  const [socket] = useState(() =>
    createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      connectionParams: async () => ({ Authorization: `Bearer ${(await session.freshToken()) ?? ''}` }),
    }),
  );
  useEffect(() => () => closeSocket(socket), [socket]);
  const [fetcher] = useState(() => createGraphiQLFetcher({ url: '/graphql', fetch: authorizedFetch, wsClient: socket }));
  const scheme = useColorScheme();
  const place = useRef<HTMLDivElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const root = place.current;
    if (!root) return;
    const forgetTabs = untangleTabs(root);
    const observer = new MutationObserver(() => root.querySelector('.graphiql-editor .view-line') && setDrawn(true));
    observer.observe(root, { subtree: true, childList: true });
    return () => {
      forgetTabs();
      observer.disconnect();
    };
  }, []);
  const [tabs] = useState(() => examples((name) => t(name)));
  return (
    <div ref={place} className="relative h-full">
      {isDrawn ? null : <Opening />}
      <div className={classes('h-full', !isDrawn && 'invisible')}>
        {/* Its editors choose their colours when they are made. What was typed is in the storage. */}
        <GraphiQL
          key={scheme}
          fetcher={fetcher}
          storage={storage}
          defaultTabs={tabs}
          shouldPersistHeaders={false}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>
            <Logo />
          </GraphiQL.Logo>
        </GraphiQL>
      </div>
    </div>
  );
}

async function authorizedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set('Authorization', `Bearer ${(await session.freshToken()) ?? ''}`);
  return observedFetch(input, { ...init, headers });
}
