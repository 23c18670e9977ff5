// Where the work is to be: a provider's way there may decide whether a time can be had. Pure.
import type { Service } from '~/api/types';
import { placeChoices } from './choices';
import type { Draft } from './draft';

export interface Town {
  label: string;
  lat: number;
  lng: number;
}
/** As the server is asked with it: nothing until more is known than the service says. */
export interface Where {
  isRemote?: boolean;
  lat?: number;
  lng?: number;
}

/** Work in person is taken to be at the provider's until a town is said; whether the way there takes any time is
 * the provider's own affair. */
export function whereOf({ isRemote, town }: Pick<Draft, 'isRemote' | 'town'>, service: Pick<Service, 'isRemote' | 'isInPerson'> | undefined): Where {
  if (!service || !placeChoices(service).inPerson || isRemote === null) return {};
  if (isRemote) return { isRemote };
  return town ? { isRemote, lat: town.lat, lng: town.lng } : {};
}
export const whereKey = (where: Where) => `${where.isRemote ?? ''} ${where.lat ?? ''} ${where.lng ?? ''}`;

export function isTown(value: unknown): value is Town {
  const { label, lat, lng } = (value ?? {}) as Partial<Town>;
  return typeof label === 'string' && typeof lat === 'number' && typeof lng === 'number';
}
