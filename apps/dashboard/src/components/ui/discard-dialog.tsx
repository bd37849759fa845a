import { Button } from './button';
import { Dialog } from './dialog';

/** Asks before what was typed is thrown away. */
export function DiscardDialog({
  open,
  title,
  hint,
  stayLabel,
  discardLabel,
  onStay,
  onDiscard,
}: {
  open: boolean;
  title: string;
  hint: string;
  stayLabel: string;
  discardLabel: string;
  onStay: () => void;
  onDiscard: () => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onStay()}
      role="alertdialog"
      width="sm:max-w-md"
      title={title}
      description={hint}
      closeLabel={stayLabel}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDiscard}>{discardLabel}</Button>
        <Button look="primary" onClick={onStay} data-autofocus>
          {stayLabel}
        </Button>
      </div>
    </Dialog>
  );
}
