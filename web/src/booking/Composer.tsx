import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '~/ui/Button';
import { t } from './words';

const CONTENT_MAX = 5000;
const COUNTED_FROM = 4800;

/** What is typed here outlives a reload and a look elsewhere, until it is sent. */
function useDraft(name: string) {
  const key = `draft:${name}`;
  const [text, set] = useState(() => sessionStorage.getItem(key) ?? '');
  const keep = (next: string) => {
    set(next);
    if (next) sessionStorage.setItem(key, next);
    else sessionStorage.removeItem(key);
  };
  return [text, keep] as const;
}

const linesIn = (text: string) => Math.min(6, text.split('\n').length);

/** Enter sends, Shift+Enter begins a new line. */
export function Composer({ draftName, toName, onSend }: { draftName: string; toName: string; onSend: (content: string) => void }) {
  const [text, setText] = useDraft(draftName);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const content = text.trim();
  const isTooLong = content.length > CONTENT_MAX;
  const send = () => {
    area.current?.focus();
    if (!content || isTooLong) return;
    onSend(content);
    setText('');
  };
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea
        ref={area} id={id} rows={linesIn(text)} value={text} aria-label={t('message', { name: toName })} placeholder={t('message', { name: toName })} enterkeyhint="send"
        aria-invalid={isTooLong || undefined} aria-describedby={isTooLong ? `${id}-problem` : undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <Button type="submit" look="go" disabled={isTooLong}>{t('send')}</Button>
      {content.length > COUNTED_FROM && (
        <p class={`count mono xs ${isTooLong ? 'bad' : ''}`} id={`${id}-problem`} role={isTooLong ? 'alert' : undefined}>
          {isTooLong ? t('tooLong', { max: CONTENT_MAX }) : `${content.length}/${CONTENT_MAX}`}
        </p>
      )}
    </form>
  );
}
