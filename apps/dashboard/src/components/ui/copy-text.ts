/** Puts a text on the clipboard, also on http addresses, where navigator.clipboard does not exist. False where the browser does not let us. */
export async function copyText(text: string, from?: HTMLInputElement | null): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // not allowed: the old way may be
  }
  if (!from) return false;
  from.select();
  return document.execCommand('copy');
}
