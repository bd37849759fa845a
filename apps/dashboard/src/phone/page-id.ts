import { newId } from '@/session/new-id';

const key = 'trunkline-page';
let own: string | undefined;

/**
 * Tells this page from the other tabs of the session, for the phone that only one of them has. A reload keeps it: it lies in sessionStorage
 * between the page's going and its coming, and only then, so that a duplicated tab does not get a copy.
 */
export function pageId(): string {
  if (own) return own;
  own = sessionStorage.getItem(key) ?? newId();
  sessionStorage.removeItem(key);
  const kept = own;
  window.addEventListener('pagehide', () => sessionStorage.setItem(key, kept));
  // Back from the browser's page cache, the page lives again under the same id.
  window.addEventListener('pageshow', () => sessionStorage.removeItem(key));
  return own;
}
