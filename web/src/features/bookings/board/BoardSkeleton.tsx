import './BoardSkeleton.css';
import { t } from '../words';

/** As high as the calendar will be. */
export function BoardSkeleton() {
  return (
    <div class="skeletons" role="status" aria-label={t('loadingCalendar')}>
      <div class="skeleton board-skeleton" aria-hidden="true">{Array.from({ length: 7 }, (_, row) => <span key={row} />)}</div>
    </div>
  );
}
