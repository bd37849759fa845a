/** For Radix' onOpenAutoFocus: the element that asks for it by data-autofocus, in place of the first. React's own autoFocus is too early where one layer lies on another. */
export function focusWanted(event: Event): void {
  const wanted = event.target instanceof Element ? event.target.querySelector<HTMLElement>('[data-autofocus]') : null;
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
}
