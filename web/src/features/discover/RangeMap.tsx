// A map that needs no tiles: rings of miles around the place searched, prices where people are.
// Whatever it shows is in the list beside it too.
import './RangeMap.css';
import { useLocation } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import { useQuery } from '~/api/query';
import { Dialog } from '~/ui/Dialog';
import { priceOf, profileHref } from './card';
import { large, middleOf, milesFrom, placeMarkers, placeNames, placeRingLabels, ringsFor, small, type Frame, type Marker, type Point, type Rings } from './map';
import type { Search, SearchInput } from './search';
import { searchQuery, type Found } from './useSearch';
import { pluralOf } from './title';
import { t } from './words';

type Pinned = Found & Point;
const isPinned = (found: Found): found is Pinned => found.lat !== null && found.lng !== null;

interface Props {
  search: Search;
  input: SearchInput;
  providers: Found[];
  total: number;
  chosenId?: string;
  onPoint: (providerId: string) => void;
}

function Pin({ marker, isChosen, onPoint }: { marker: Marker<Pinned>; isChosen: boolean; onPoint: (id: string) => void }) {
  const { route } = useLocation();
  const { of: found, width, text } = marker;
  const href = profileHref(found);
  return (
    <a
      class={`pin ${isChosen ? 'on' : ''}`} href={href} aria-label={t('marker', { name: found.displayName, price: text })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        route(href);
      }}
      onFocus={() => onPoint(found.id)} onPointerEnter={(event) => { if (event.pointerType === 'mouse') onPoint(found.id); }}
    >
      <g transform={`translate(${marker.x.toFixed(1)} ${marker.y.toFixed(1)})`}>
        <rect class="hit" x={-width / 2} y="-22" width={width} height="44" />
        <rect class="box" x={-width / 2} y="-15" width={width} height="26" rx="4" />
        <path class="tip" d="M-5 11h10l-5 7z" />
        <text y="4" text-anchor="middle">{text}</text>
      </g>
    </a>
  );
}

function Drawing({ frame, rings, middle, hasPlace, pinned, label, search, chosenId, onPoint }: {
  frame: Frame; rings: Rings; middle: Point; hasPlace: boolean; pinned: Pinned[]; label: string;
} & Pick<Props, 'search' | 'chosenId' | 'onPoint'>) {
  const { markers, miles, names } = useMemo(() => {
    const priced = (found: Pinned) => priceOf(found, search.service)?.amount ?? '·';
    const placed = placeMarkers(pinned, priced, middle, rings, frame);
    const miles = placeRingLabels(rings, placed, frame);
    return { markers: placed, miles, names: placeNames(placed.map((marker) => marker.of), [...placed, ...miles], middle, rings, frame) };
  }, [pinned, middle.lat, middle.lng, rings, frame, search.service]);
  const x = frame.width / 2;
  const y = frame.height / 2;
  const scale = frame.reach / rings[2];
  // The chosen one is drawn last, on top; the others keep their order for the keyboard.
  return (
    <svg class="range-map" viewBox={`0 0 ${frame.width} ${frame.height}`} role="group" aria-label={label}>
      <rect class="ground" width={frame.width} height={frame.height} />
      <g class="rings">{rings.map((radius) => <circle key={radius} cx={x} cy={y} r={radius * scale} />)}</g>
      <g class="ring-miles" text-anchor="middle">{miles.map((label) => <text key={label.miles} x={label.x} y={label.y + 4}>{t('miles', { count: label.miles })}</text>)}</g>
      <g class="names" text-anchor="middle">{names.map((name) => <text key={name.text} x={name.x} y={name.y + 4}>{name.text}</text>)}</g>
      {hasPlace && <rect class="here" x={x - 5} y={y - 8} width="10" height="16" />}
      {markers.map((marker) => <Pin key={marker.of.id} marker={marker} isChosen={marker.of.id === chosenId} onPoint={onPoint} />)}
    </svg>
  );
}

/** Everybody who is listed is counted at once; where there are more pages, the server counts. */
function useWithin(input: SearchInput, miles: number, distances: number[], total: number, hasPlace: boolean): number | undefined {
  const isWhole = distances.length === total;
  const ask = searchQuery({ ...input, radius: Math.min(miles, input.radius ?? miles), limit: 1, nextSlots: 0, facets: undefined, sortBy: undefined });
  const { data } = useQuery({ ...ask, enabled: hasPlace && !isWhole, staleTime: 60_000 });
  return isWhole ? distances.filter((far) => far <= miles).length : data?.stats.total;
}

export default function RangeMap({ search, input, providers, total, chosenId, onPoint }: Props) {
  const [isLarge, enlarge] = useState(false);
  const pinned = useMemo(() => providers.filter(isPinned), [providers]);
  const hasPlace = search.lat !== undefined && search.lng !== undefined;
  const middle = hasPlace ? { lat: search.lat!, lng: search.lng! } : middleOf(pinned);
  const distances = middle ? pinned.map((found) => found.distanceMiles ?? Math.hypot(...Object.values(milesFrom(middle, found)))) : [];
  const key = distances.join();
  const rings = useMemo(() => ringsFor(distances), [key]);
  const within = useWithin(input, rings[2], distances, total, hasPlace);
  const label = t('mapOf', { count: total, plural: pluralOf(search), place: search.location ?? t('here') });
  if (!middle) return <p class="map-none muted sm">{t('onMap', { count: 0 })}</p>;
  const shared = { rings, middle, hasPlace, pinned, label, search, chosenId, onPoint };
  return (
    <>
      <Drawing frame={small} {...shared} />
      <p class="cap">
        <span>{hasPlace ? within !== undefined && t('withinCount', { count: within, miles: rings[2] }) : t('onMap', { count: distances.filter((far) => far <= rings[2]).length })}</span>
        <button type="button" class="link" onClick={() => enlarge(true)}>{t('expand')}</button>
      </p>
      {isLarge && (
        <Dialog title={t('map')} onClose={() => enlarge(false)}>
          <div class="map-large"><Drawing frame={large} {...shared} /></div>
        </Dialog>
      )}
    </>
  );
}
