// Suggestions of the server's gazetteer while somebody types a place.
import { useEffect, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Choice } from './Combobox';

export interface Place {
  label: string;
  lat: number;
  lng: number;
}
export type PlaceChoice = Choice & { place: Place };
const PAUSE_MS = 150;
const DAY_MS = 86_400_000;

export function usePlaces(text: string, isWanted = true): PlaceChoice[] {
  const [q, settle] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => settle(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data } = useQuery({
    queryKey: keyOf('place.search', { q, limit: 6 }),
    queryFn: () => api.place.search.query({ q, limit: 6 }),
    enabled: isWanted && q.length > 1,
    staleTime: DAY_MS,
    placeholderData: (before) => before,
  });
  if (q.length < 2 || !data) return [];
  // Only what a location has: the server refuses fields that it does not know.
  return data.places.map((place) => ({ key: `${place.label}|${place.lat}|${place.lng}`, label: place.label, place: { label: place.label, lat: place.lat, lng: place.lng } }));
}
