import './Dialog.css';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './Button';
import { Icon } from './Icon';
import { t } from './words';

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  look?: 'box' | 'sheet';
  /** Open again by itself after signing in: who comes back goes on writing. */
  isAgain?: boolean | undefined;
}
/** The browser's own modal: focus stays in, Escape closes, the rest is inert. */
export function Dialog({ title, onClose, children, look = 'box', isAgain = false }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before anything is painted: a key pressed in between would move the focus that is to be given back.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    if (isAgain) dialog?.querySelector<HTMLElement>('.field :is(input, textarea, select)')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element} class={`dialog ${look}`} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === element.current) onClose(); }}
    >
      <div class="inside">
        <header><h2 id={id}>{title}</h2><IconButton label={t('close')} onClick={onClose}><Icon name="close" /></IconButton></header>
        {children}
      </div>
    </dialog>
  );
}
