// The names that screens use for what the server answers; all of them from `docket types`.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from './router-types.gen';

export type { AppRouter };
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

export type { Account, Booking, BookingEvent, Message, Notification, Provider, Quote, Service, Slot } from './router-types.gen';
export type BookingStatus = Outputs['booking']['get']['booking']['status'];
export type PaymentStatus = Outputs['booking']['get']['booking']['paymentStatus'];

/** editions/NAME/edition.json, as edition.get answers it. */
export interface Edition {
  name: string;
  title: string;
  tagline: string;
  description: string;
  words: Record<string, string>;
  search: { need: string; near: string };
  start: { service?: string; location?: { label: string; lat: number; lng: number } };
  statusNames: Record<string, string>;
  statusLabels: Record<string, string>;
  catalogue: { serviceType: string; label: string; plural: string; icon: string }[];
  roles: { role: string; label: string }[];
  defaults: Record<string, unknown>;
  accent: Record<'day' | 'night' | 'terminal', { cursor: string; on: string }>;
}
