// A provider's profile between the form's texts and the server's fields.
import type { Provider } from '~/api/types';
import type { PlaceValue } from './PlaceField';

export interface ProfileValues {
  headline: string;
  bio: string;
  place: PlaceValue;
  serviceRadiusMiles: string;
  travelSpeedMph: string;
  hourlyRate: string;
  dayRate: string;
  currency: string;
  capacity: string;
  roles: string[];
}

const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
const numberOr = (value: string, otherwise: number | null) => (value.trim() === '' ? otherwise : Number(value));

export function profileValues(provider: Provider | null, currency: string): ProfileValues {
  const { location, lat, lng } = provider ?? { location: null, lat: null, lng: null };
  return {
    headline: provider?.headline ?? '',
    bio: provider?.bio ?? '',
    place: { label: location ?? '', place: location && lat !== null && lng !== null ? { label: location, lat, lng } : null },
    serviceRadiusMiles: text(provider?.serviceRadiusMiles),
    travelSpeedMph: text(provider?.travelSpeedMph),
    hourlyRate: text(provider?.hourlyRate),
    dayRate: text(provider?.dayRate),
    currency: provider?.currency ?? currency,
    capacity: text(provider?.capacity ?? 1),
    roles: provider?.roles ?? [],
  };
}

const isSamePlace = (one: PlaceValue, other: PlaceValue) => one.label === other.label && one.place?.lat === other.place?.lat && one.place?.lng === other.place?.lng;

/** The place is sent only when it was changed: what the server shows is rounded, and would move it. */
export function profileInput(values: ProfileValues, before: ProfileValues) {
  const place = values.place.place ?? (values.place.label.trim() || null);
  return {
    headline: values.headline,
    bio: values.bio,
    serviceRadiusMiles: numberOr(values.serviceRadiusMiles, null),
    travelSpeedMph: numberOr(values.travelSpeedMph, null),
    hourlyRate: numberOr(values.hourlyRate, null),
    dayRate: numberOr(values.dayRate, null),
    currency: values.currency,
    capacity: numberOr(values.capacity, 1) ?? 1,
    roles: values.roles,
    ...(!isSamePlace(values.place, before.place) && { location: place }),
  };
}
