import './Portfolio.css';
import { useEffect, useState } from 'preact/hooks';
import { IconButton } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Icon } from '~/ui/Icon';
import type { Picture } from './terms';
import { t } from './words';

function Lightbox({ pictures, at, onMove, onClose }: { pictures: Picture[]; at: number; onMove: (at: number) => void; onClose: () => void }) {
  const picture = pictures[at];
  const step = (by: number) => onMove((at + by + pictures.length) % pictures.length);
  useEffect(() => {
    // Wherever the focus is in the dialog.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight') step(1);
      else if (event.key === 'ArrowLeft') step(-1);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  if (!picture) return null;
  return (
    <Dialog title={picture.title || t('portfolio')} onClose={onClose}>
      <div class="lightbox">
        <img src={picture.url} alt={picture.title} width="640" height="480" />
        {pictures.length > 1 && (
          <div class="steps">
            <IconButton label={t('previous')} onClick={() => step(-1)}><Icon name="back" /></IconButton>
            <p class="mono xs" aria-live="polite">{t('picture', { count: at + 1, total: pictures.length })}</p>
            <IconButton label={t('next')} onClick={() => step(1)}><Icon name="forward" /></IconButton>
          </div>
        )}
      </div>
    </Dialog>
  );
}

export function Portfolio({ pictures }: { pictures: Picture[] }) {
  const [at, show] = useState<number | null>(null);
  if (pictures.length === 0) return null;
  return (
    <section class="panel portfolio" aria-labelledby="portfolio">
      <h2 id="portfolio">{t('portfolio')}</h2>
      <ul>
        {pictures.map((picture, index) => (
          <li key={picture.url}>
            <figure>
              <button type="button" aria-label={t('enlarge', { title: picture.title })} onClick={() => show(index)}>
                <img src={picture.url} alt="" width="640" height="480" loading="lazy" />
              </button>
              {picture.title && <figcaption class="xs muted">{picture.title}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
      {at !== null && <Lightbox pictures={pictures} at={at} onMove={show} onClose={() => show(null)} />}
    </section>
  );
}
