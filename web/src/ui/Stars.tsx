import { t } from './words';
import './Stars.css';

/** ★ 4.9 (128 reviews), or "New here". */
export function Stars({ rating, count }: { rating: number | null; count: number }) {
  if (rating === null || count === 0) return <span class="muted">{t('newHere')}</span>;
  return (
    <span class="stars">
      <span class="st" aria-hidden="true">★</span> <b class="mono" aria-label={t('stars', { rating: rating.toFixed(1) })} role="img">{rating.toFixed(1)}</b>{' '}
      <span class="muted">({t('reviews', { count })})</span>
    </span>
  );
}
