// The names that screens use for what the server answers; all of them from `docket types`.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from './router-types.gen';

export type { AppRouter };
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

export type { Account } from './router-types.gen';
// Taken from the procedures, as their answers are typed, so that both fit everywhere.
export type Booking = Outputs['booking']['get']['booking'];
export type BookingEvent = Outputs['booking']['events']['events'][number];
export type Message = Outputs['message']['list']['messages'][number];
export type Notification = Outputs['notification']['list']['notifications'][number];
export type Provider = Outputs['provider']['get']['provider'];
export type Quote = Outputs['booking']['quote'];
export type Service = Provider['services'][number];
export type Slot = Outputs['slot']['list']['slots'][number];
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
