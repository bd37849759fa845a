/**
 * GraphiQL's tabs claim to be tabs and hold two buttons each, which hides the buttons from screen readers. Here they become what they are: a list of buttons, the
 * present one marked. Follows GraphiQL's changes until the returned function is called.
 */
export function untangleTabs(root: Element): () => void {
  const untangle = () => {
    for (const list of root.querySelectorAll('[role=tablist]')) list.removeAttribute('role');
    for (const item of root.querySelectorAll('.graphiql-tab[role=tab], .graphiql-tab[aria-selected]')) {
      const isPresent = item.getAttribute('aria-selected') === 'true';
      item.removeAttribute('role');
      item.removeAttribute('aria-selected');
      const button = item.querySelector('.graphiql-tab-button');
      if (isPresent) button?.setAttribute('aria-current', 'true');
      else button?.removeAttribute('aria-current');
    }
  };
  untangle();
  const observer = new MutationObserver(untangle);
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['role', 'aria-selected'] });
  return () => observer.disconnect();
}
