/** How long a busy page may hold back what can wait, in ms. */
const patienceMs = 1_500;

/** When the page has been loaded and has nothing to draw: the moment for what is not needed at first. */
export async function whenIdle(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  await new Promise<void>((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: patienceMs });
    else setTimeout(done, 1);
  });
}
