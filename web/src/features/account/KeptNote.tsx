import { Button } from '~/ui/Button';
import { t } from './words';

/** Over a form that begins with what was written before. */
export function KeptNote({ onDrop }: { onDrop: () => void }) {
  return (
    <div class="kept-note" role="status">
      <p class="changed">{t('keptBefore')}</p>
      <Button size="small" onClick={onDrop}>{t('keptDrop')}</Button>
    </div>
  );
}
