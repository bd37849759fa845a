import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useEffectEvent, useState } from 'react';

/**
 * Drags an item of a list by its handle, with mouse, pen or finger: it takes the place that the pointer is over. Rows are of one height.
 * @param list    its children are the rows, in order
 * @param onMove  called with the item and its new place while it is dragged
 */
export function useDragOrder(list: RefObject<HTMLElement | null>, onMove: (item: string, to: number) => void) {
  const [dragged, setDragged] = useState<string>();
  const move = useEffectEvent((item: string, y: number) => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const to = rows.findIndex(({ top, bottom }) => y >= top && y < bottom);
    if (to >= 0) onMove(item, to);
  });
  useEffect(() => {
    if (dragged === undefined) return;
    // On the document: the row itself is moved about in the page, and would lose the pointer.
    const follow = (event: PointerEvent) => move(dragged, event.clientY);
    const drop = () => setDragged(undefined);
    document.addEventListener('pointermove', follow);
    document.addEventListener('pointerup', drop);
    document.addEventListener('pointercancel', drop);
    return () => {
      document.removeEventListener('pointermove', follow);
      document.removeEventListener('pointerup', drop);
      document.removeEventListener('pointercancel', drop);
    };
  }, [dragged]);
  const handle = (item: string) => ({
    onPointerDown: (event: ReactPointerEvent) => {
      if (event.button !== 0) return;
      event.preventDefault();
      setDragged(item);
    },
  });
  return { dragged, handle };
}
