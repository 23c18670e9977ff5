import type { Outgoing } from './useOutbox';
import type { ThreadLine } from './thread';
import { Button } from '~/ui/Button';
import { Said } from '~/ui/Said';
import { t } from './words';

export function Line({ line }: { line: ThreadLine }) {
  if (line.kind === 'day') return <p class="day-break">{line.label}</p>;
  if (line.kind === 'system')
    return <p class={`sys ${line.tone}`}><span aria-hidden="true">{line.glyph} </span>{line.text} · {line.at}</p>;
  const { message, isMine } = line;
  return (
    <>
      <div class={`said ${isMine ? 'me' : ''}`}>
        <span class="vh">{t('said', { name: isMine ? t('you') : message.senderName, time: line.time })}: </span>
        {message.content}
      </div>
      {line.isLastOfGroup && <p class={`meta ${isMine ? 'me' : ''}`} aria-hidden="true">{line.time}</p>}
    </>
  );
}

/** On its way, or not sent: then the text stays, to be sent again or dropped. */
export function OutgoingLine({ one, onRetry, onDiscard }: { one: Outgoing; onRetry: () => void; onDiscard: () => void }) {
  return (
    <>
      <div class={`said me ${one.problem ? 'failed' : 'sending'}`}>{one.content}</div>
      {one.problem ? (
        <div class="meta me failed" role="alert">
          <span><Said message={one.problem} isKept /></span>
          <Button size="small" onClick={onRetry}>{t('retry')}</Button>
          <Button size="small" look="quiet" onClick={onDiscard}>{t('discard')}</Button>
        </div>
      ) : <p class="meta me">{t('sending')}</p>}
    </>
  );
}
