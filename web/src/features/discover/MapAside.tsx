import { useEffect, useState } from 'preact/hooks';
import type { ComponentProps } from 'preact';
import type RangeMap from './RangeMap';
import { t } from './words';

const WIDE = '(min-width: 1081px)';

/** The map is its own file, and comes after the list: at once where it stands beside it, else when asked for. */
export function MapAside({ isAsked, isReady, ...map }: { isAsked: boolean; isReady: boolean } & ComponentProps<typeof RangeMap>) {
  const [View, setView] = useState<typeof RangeMap | null>(null);
  useEffect(() => {
    const isSeen = isAsked || window.matchMedia(WIDE).matches;
    if (!isReady || !isSeen || View) return;
    let isGone = false;
    import('./RangeMap').then((file) => { if (!isGone) setView(() => file.default); }, () => undefined);
    return () => { isGone = true; };
  }, [isAsked, isReady, View]);
  return (
    <aside class={`map ${isAsked ? 'asked' : ''}`} aria-label={t('map')}>
      {View ? <View {...map} /> : <div class="map-room" aria-hidden="true" />}
    </aside>
  );
}
