// The edition's words, catalogue and labels, for every screen.
import { pageData } from '~/app/data';
import { setEditionWords } from '~/lib/i18n';
import type { Edition } from './types';

const plain: Edition = {
  name: 'plain', title: 'Docket', tagline: 'Find someone good, nearby.', description: '',
  words: { provider: 'provider', providers: 'providers', client: 'client', clients: 'clients', booking: 'booking', bookings: 'bookings', service: 'service', services: 'services', offer: 'Offer your services', place: 'address', hour: 'hour' },
  search: { need: '', near: '' }, start: {}, statusNames: {}, statusLabels: {}, catalogue: [], roles: [], defaults: {},
  accent: { day: { cursor: '#ffc62e', on: '#13211c' }, night: { cursor: '#ffc62e', on: '#13211c' }, terminal: { cursor: '#ffb72b', on: '#050805' } },
};

export const edition: Edition = { ...plain, ...pageData.edition };

export function applyEdition(): void {
  setEditionWords(edition.words);
  const style = document.documentElement.style;
  for (const theme of ['day', 'night', 'terminal'] as const) {
    style.setProperty(`--accent-${theme}`, edition.accent[theme].cursor);
    style.setProperty(`--on-accent-${theme}`, edition.accent[theme].on);
  }
}

export function serviceLabel(serviceType: string): string {
  const known = edition.catalogue.find((entry) => entry.serviceType === serviceType);
  if (known) return known.label;
  const text = serviceType.toLowerCase().replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function roleLabel(role: string): string {
  return edition.roles.find((entry) => entry.role === role)?.label ?? role.charAt(0).toUpperCase() + role.slice(1);
}

/** The canonical name behind an edition's own (ACCEPTED is CONFIRMED). */
export function canonicalStatus(status: string): string {
  return Object.entries(edition.statusNames).find(([, own]) => own === status)?.[0] ?? status;
}

export function statusLabel(status: string): string {
  const canonical = canonicalStatus(status);
  return edition.statusLabels[canonical] ?? canonical.charAt(0) + canonical.slice(1).toLowerCase().replace(/_/g, ' ');
}
