// The types of a Docket server, printed by `docket types`. Do not edit.
//
//   import { createTRPCClient, httpBatchLink } from '@trpc/client';
//   import type { AppRouter } from './docket';
//   const docket = createTRPCClient<AppRouter>({
//     links: [httpBatchLink({ url: 'http://127.0.0.1:8080/trpc' })],
//   });
//   await docket.booking.list.query({ status: ['PENDING'] });
//
// A client that gives its links superjson as transformer uses AppRouter<true>.
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from '@trpc/server';

/** What a refusal carries in error.data.docket. */
export interface DocketRefusal {
  code: string;
  errors?: Array<{ field: string; code: string; message: string }>;
  [more: string]: unknown;
}
export interface DocketErrorShape extends TRPCDefaultErrorShape {
  data: TRPCDefaultErrorData & { docket: DocketRefusal };
}

interface Root<Superjson extends boolean> {
  ctx: object;
  meta: object;
  errorShape: DocketErrorShape;
  transformer: Superjson;
}
type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object }>;
type Mutation<Input, Output> = TRPCMutationProcedure<{
  input: Input;
  output: Output;
  meta: object;
}>;

export type AuthSignupInput = { email: string; password: string; displayName: string; timeZone?: string; };
/** What somebody sees of themselves. */
export type Account = { id: string; email: string; displayName: string; timeZone: string; roles: Array<"client" | "provider" | "mediator" | "admin">; createdAt: string; };
export type SessionReply = { user: { id: string; email: string; displayName: string; timeZone: string; roles: Array<"client" | "provider" | "mediator" | "admin">; createdAt: string; }; token: string; };
export type AuthLoginInput = { email: string; password: string; };
/** No fields. */
export type Empty = { };
/** The operation took place. */
export type Done = { success: boolean; };
export type AccountReply = { user: { id: string; email: string; displayName: string; timeZone: string; roles: Array<"client" | "provider" | "mediator" | "admin">; createdAt: string; }; };
export type AccountUpdateInput = { displayName?: string; timeZone?: string; };
export type AccountPasswordInput = { current: string; new: string; };
export type AccountSetRolesInput = { userId: string; roles: Array<"client" | "provider" | "mediator" | "admin">; };
export type AccountRoles = { roles: Array<"client" | "provider" | "mediator" | "admin">; };
/** A log-in or an API token that can be used now. */
export type Session = { id: string; kind: "session" | "token"; label: string; current: boolean; createdAt: string; expiresAt: string | null; };
export type SessionList = { sessions: Array<{ id: string; kind: "session" | "token"; label: string; current: boolean; createdAt: string; expiresAt: string | null; }>; };
export type SessionInput = { id: string; };
export type TokenCreateInput = { label: string; expiresAt?: string | Date; };
export type TokenCreated = { token: string; id: string; };
export type ProviderInput = { headline?: string; bio?: string; roles?: Array<string>; location?: unknown | null; serviceRadiusMiles?: number | null; hourlyRate?: number | null; rate?: number | null; dayRate?: number | null; currency?: string; timeZone?: string; capacity?: number; travelSpeedMph?: number | null; portfolio?: unknown | null; portfolioAssets?: unknown | null; };
/** What a provider offers. */
export type Service = { id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; };
export type ProviderCounts = { bookingsAsProvider: number; receivedReviews: number; };
/** A provider as others see it. */
export type Provider = { id: string; displayName: string; headline: string; bio: string; roles: Array<string>; location: string | null; lat: number | null; lng: number | null; serviceRadiusMiles: number | null; hourlyRate: number | null; hourlyRateMinor: number | null; dayRate: number | null; dayRateMinor: number | null; currency: string; timeZone: string; capacity: number; travelSpeedMph?: number; servicesOffered: Array<string>; services: Array<{ id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }>; rating: number | null; reviewCount: number; verified: boolean; portfolioAssets: Array<string>; portfolio: unknown; _count: { bookingsAsProvider: number; receivedReviews: number; }; createdAt: string; distanceMiles?: number; nextSlots?: Array<string>; nextSlotsServiceId?: string; nextSlotsDurationHours?: number; };
export type ProviderReply = { provider: { id: string; displayName: string; headline: string; bio: string; roles: Array<string>; location: string | null; lat: number | null; lng: number | null; serviceRadiusMiles: number | null; hourlyRate: number | null; hourlyRateMinor: number | null; dayRate: number | null; dayRateMinor: number | null; currency: string; timeZone: string; capacity: number; travelSpeedMph?: number; servicesOffered: Array<string>; services: Array<{ id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }>; rating: number | null; reviewCount: number; verified: boolean; portfolioAssets: Array<string>; portfolio: unknown; _count: { bookingsAsProvider: number; receivedReviews: number; }; createdAt: string; distanceMiles?: number; nextSlots?: Array<string>; nextSlotsServiceId?: string; nextSlotsDurationHours?: number; }; };
export type ProviderIdInput = { id?: string; providerId?: string; technicianId?: string; builderId?: string; } & ({ id: unknown } | { providerId: unknown } | { technicianId: unknown } | { builderId: unknown });
export type ServiceCreateInput = { title: string; description?: string; serviceType?: string; type?: string; durationMinutes?: number | null; minHours?: number; maxHours?: number; stepMinutes?: number; rateType?: "hourly" | "day" | "fixed"; rate?: number | null; hourlyRate?: number | null; bufferBeforeMinutes?: number; bufferAfterMinutes?: number; minNoticeMinutes?: number; windowDays?: number; maxConcurrentPerClient?: number | null; maxPerDay?: number | null; maxPerWeek?: number | null; seats?: number; acceptance?: "request" | "instant"; payment?: "none" | "after" | "escrow" | "upfront" | "invoice"; approval?: "none" | "client"; revisions?: number; pendingBlocks?: boolean; requestTtlHours?: number; cancellationPolicy?: unknown; isRemote?: boolean; isInPerson?: boolean; questions?: unknown | null; active?: boolean; } & ({ serviceType: unknown } | { type: unknown });
export type ServiceReply = { service: { id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }; };
export type ServiceUpdateInput = { id?: string; serviceId?: string; title?: string; description?: string; serviceType?: string; type?: string; durationMinutes?: number | null; minHours?: number; maxHours?: number; stepMinutes?: number; rateType?: "hourly" | "day" | "fixed"; rate?: number | null; hourlyRate?: number | null; bufferBeforeMinutes?: number; bufferAfterMinutes?: number; minNoticeMinutes?: number; windowDays?: number; maxConcurrentPerClient?: number | null; maxPerDay?: number | null; maxPerWeek?: number | null; seats?: number; acceptance?: "request" | "instant"; payment?: "none" | "after" | "escrow" | "upfront" | "invoice"; approval?: "none" | "client"; revisions?: number; pendingBlocks?: boolean; requestTtlHours?: number; cancellationPolicy?: unknown; isRemote?: boolean; isInPerson?: boolean; questions?: unknown | null; active?: boolean; } & ({ id: unknown } | { serviceId: unknown });
export type ServiceIdInput = { id?: string; serviceId?: string; } & ({ id: unknown } | { serviceId: unknown });
export type ProviderOfInput = { providerId?: string; technicianId?: string; builderId?: string; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown });
export type ServicesReply = { services: Array<{ id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }>; };
export type FavoritesInput = { limit?: number; cursor?: string; };
export type FavoritesReply = { providers: Array<{ id: string; displayName: string; headline: string; bio: string; roles: Array<string>; location: string | null; lat: number | null; lng: number | null; serviceRadiusMiles: number | null; hourlyRate: number | null; hourlyRateMinor: number | null; dayRate: number | null; dayRateMinor: number | null; currency: string; timeZone: string; capacity: number; travelSpeedMph?: number; servicesOffered: Array<string>; services: Array<{ id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }>; rating: number | null; reviewCount: number; verified: boolean; portfolioAssets: Array<string>; portfolio: unknown; _count: { bookingsAsProvider: number; receivedReviews: number; }; createdAt: string; distanceMiles?: number; nextSlots?: Array<string>; nextSlotsServiceId?: string; nextSlotsDurationHours?: number; }>; nextCursor: string | null; };
export type WeeklyHoursInput = { days: Array<"MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU">; start: string; end: string; };
export type WallIntervalInput = { start: string; end: string; };
export type DateExceptionInput = { date: string; intervals?: Array<{ start: string; end: string; }>; };
export type TimeOffInput = { from: string; to: string; note?: string; };
export type AvailabilityInput = { timeZone?: string; weekly?: Array<{ days: Array<"MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU">; start: string; end: string; }>; exceptions?: Array<{ date: string; intervals?: Array<{ start: string; end: string; }>; }>; timeOff?: Array<{ from: string; to: string; note?: string; }>; rules?: Array<unknown>; version?: string; };
export type WeeklyHours = { days: Array<"MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU">; start: string; end: string; };
export type WallInterval = { start: string; end: string; };
export type DateException = { date: string; intervals: Array<{ start: string; end: string; }>; };
export type TimeOff = { from: string; to: string; note?: string; };
export type HoursRule = { rrule: string; from: string; start: string; end: string; };
export type BookingOutside = { bookingId: string; start: string; end: string; title: string; };
/** When a provider is open, in wall time of its zone. */
export type Availability = { timeZone: string; weekly: Array<{ days: Array<"MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU">; start: string; end: string; }>; exceptions: Array<{ date: string; intervals: Array<{ start: string; end: string; }>; }>; timeOff: Array<{ from: string; to: string; note?: string; }>; rules: Array<{ rrule: string; from: string; start: string; end: string; }>; version?: string; outside?: Array<{ bookingId: string; start: string; end: string; title: string; }>; };
export type AvailabilityOfInput = { providerId?: string; technicianId?: string; builderId?: string; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown });
export type OpenInput = { from?: string; to?: string; };
export type OpenInterval = { start: string; end: string; local: string; localEnd: string; };
export type RuleOccurrence = { date: string; start: string; end: string; };
export type OpenTime = { timeZone: string; intervals: Array<{ start: string; end: string; local: string; localEnd: string; }>; occurrences: Array<{ date: string; start: string; end: string; }>; };
export type SlotsInput = { providerId?: string; technicianId?: string; builderId?: string; serviceId?: string; serviceType?: string; service?: string; from?: string | Date; to?: string | Date; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; timeZone?: string; ignoreBookingId?: string; lat?: number | null; lng?: number | null; isRemote?: boolean; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown });
export type Slot = { start: string; end: string; local: string; localEnd: string; seatsLeft: number; };
export type SlotsReply = { slots: Array<{ start: string; end: string; local: string; localEnd: string; seatsLeft: number; }>; timeZone: string; nextFrom?: string; };
export type ExplainInput = { providerId?: string; technicianId?: string; builderId?: string; serviceId?: string; serviceType?: string; service?: string; start?: string | Date; scheduledTime?: string | Date; eventDate?: string | Date; scheduledDate?: string | Date; timeZone?: string; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; ignoreBookingId?: string; lat?: number | null; lng?: number | null; isRemote?: boolean; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown }) & ({ start: unknown } | { scheduledTime: unknown } | { eventDate: unknown } | { scheduledDate: unknown });
export type SlotReason = { code: string; message: string; until?: string; };
export type ExplainReply = { bookable: boolean; reasons: Array<{ code: string; message: string; until?: string; }>; };
export type HoldInput = { providerId?: string; technicianId?: string; builderId?: string; serviceId?: string; serviceType?: string; service?: string; start?: string | Date; scheduledTime?: string | Date; eventDate?: string | Date; scheduledDate?: string | Date; timeZone?: string; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; lat?: number | null; lng?: number | null; isRemote?: boolean; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown }) & ({ start: unknown } | { scheduledTime: unknown } | { eventDate: unknown } | { scheduledDate: unknown });
export type Hold = { id: string; providerId: string; serviceId: string; start: string; end: string; expiresAt: string; };
export type HoldReply = { hold: { id: string; providerId: string; serviceId: string; start: string; end: string; expiresAt: string; }; };
export type HoldIdInput = { id: string; };
export type ProviderSearchInput = { service?: string; serviceType?: string; roles?: Array<string> | string; q?: string; location?: string; lat?: number; lng?: number; radius?: number; minRating?: number; maxRate?: number; verified?: boolean; sortBy?: "relevance" | "rating" | "rate" | "distance" | "soonest"; availableFrom?: string | Date; availableTo?: string | Date; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; timeZone?: string; nextSlots?: number; slotsApartHours?: number; facets?: boolean; limit?: number; cursor?: string; };
/** Over all that match, not over the page. */
export type ProviderSearchStats = { total: number; avgRating: number | null; avgHourlyRate: number | null; avgHourlyRateMinor: number | null; currency: string | null; servicesAvailable: Array<string>; rolesAvailable: Array<string>; };
export type FacetCount = { value: string; count: number; };
export type RateRange = { min: number; minMinor: number; max: number; maxMinor: number; currency: string; };
/** What each choice of a filter would find, all other filters being as they are. */
export type ProviderSearchFacets = { minRating: Array<{ value: string; count: number; }>; verified: number; availableToday: number | null; roles: Array<{ value: string; count: number; }>; services: Array<{ value: string; count: number; }>; maxRate: { min: number; minMinor: number; max: number; maxMinor: number; currency: string; } | null; };
export type ProviderSearchReply = { providers: Array<{ id: string; displayName: string; headline: string; bio: string; roles: Array<string>; location: string | null; lat: number | null; lng: number | null; serviceRadiusMiles: number | null; hourlyRate: number | null; hourlyRateMinor: number | null; dayRate: number | null; dayRateMinor: number | null; currency: string; timeZone: string; capacity: number; travelSpeedMph?: number; servicesOffered: Array<string>; services: Array<{ id: string; providerId: string; technicianId?: string; builderId?: string; title: string; description: string; serviceType: string; active: boolean; durationMinutes: number | null; minHours: number; maxHours: number; stepMinutes: number; rateType: "hourly" | "day" | "fixed"; rate: number | null; rateMinor: number | null; unitRate: number | null; unitRateMinor: number | null; currency: string; bufferBeforeMinutes: number; bufferAfterMinutes: number; minNoticeMinutes: number; windowDays: number; maxConcurrentPerClient: number | null; maxPerDay: number | null; maxPerWeek: number | null; seats: number; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; pendingBlocks: boolean; requestTtlHours: number; cancellationPolicy: unknown; isRemote: boolean; isInPerson: boolean; questions: unknown; createdAt: string; updatedAt: string; }>; rating: number | null; reviewCount: number; verified: boolean; portfolioAssets: Array<string>; portfolio: unknown; _count: { bookingsAsProvider: number; receivedReviews: number; }; createdAt: string; distanceMiles?: number; nextSlots?: Array<string>; nextSlotsServiceId?: string; nextSlotsDurationHours?: number; }>; stats: { total: number; avgRating: number | null; avgHourlyRate: number | null; avgHourlyRateMinor: number | null; currency: string | null; servicesAvailable: Array<string>; rolesAvailable: Array<string>; }; facets?: { minRating: Array<{ value: string; count: number; }>; verified: number; availableToday: number | null; roles: Array<{ value: string; count: number; }>; services: Array<{ value: string; count: number; }>; maxRate: { min: number; minMinor: number; max: number; maxMinor: number; currency: string; } | null; }; nextCursor: string | null; };
export type PlaceSearchInput = { q: string; limit?: number; };
/** A place to search around. */
export type Place = { label: string; lat: number; lng: number; timeZone: string; };
export type PlaceSearchReply = { places: Array<{ label: string; lat: number; lng: number; timeZone: string; }>; };
export type BookingRepeat = { everyWeeks: number; count?: number; until?: string; };
export type BookingAnswer = { question: string; answer: string; };
/** A request for a provider's time, as in S0, S1 and S2. */
export type BookingCreateInput = { clientId?: string; userId?: string; providerId?: string; technicianId?: string; builderId?: string; serviceId?: string; serviceType?: string; scheduledTime?: string | Date; eventDate?: string | Date; scheduledDate?: string | Date; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; rate?: number; hourlyRate?: number; totalPrice?: number; total?: number; price?: number; rateType?: "hourly" | "day" | "fixed"; currency?: string; timeZone?: string; location?: unknown; holdId?: string; repeat?: { everyWeeks: number; count?: number; until?: string; }; isRemote?: boolean; projectId?: string; title?: string; description?: string; company?: string; specialRequirements?: string; purpose?: string; answers?: Array<{ question: string; answer: string; }>; notes?: string; skipClashes?: boolean; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown }) & ({ scheduledTime: unknown } | { eventDate: unknown } | { scheduledDate: unknown });
/** What others may see of a person. */
export type User = { id: string; displayName: string; };
export type ProviderSummary = { id: string; displayName: string; headline: string; timeZone: string; verified: boolean; };
export type Project = { id: string; title: string; description: string; createdAt: string; updatedAt: string; };
export type Later = { id: string; };
export type Message = { id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; };
export type CancellationPreview = { refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; };
export type Cancelled = { by: "client" | "provider"; at: string; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; };
export type RescheduleProposal = { start: string; end: string; by: "client" | "provider"; expiresAt: string; totalPrice: number; totalPriceMinor: number; };
export type Booking = { id: string; title: string; description: string; serviceType: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; paymentStatus: "UNPAID" | "AUTHORIZED" | "PARTIALLY_PAID" | "HELD" | "PAID" | "RELEASED" | "PARTIALLY_REFUNDED" | "REFUNDED" | "FAILED"; scheduledTime: string | null; endTime: string | null; durationHours: number; outsideHours: boolean; timeZone: string; localTime: string | null; location: string | null; locationIsHidden: boolean; isRemote: boolean; rateType: "hourly" | "day" | "fixed"; rate: number; rateMinor: number; totalPrice: number; totalPriceMinor: number; price: number; priceMinor: number; currency: string; lines: unknown; policy: unknown; client: { id: string; displayName: string; }; provider: { id: string; displayName: string; headline: string; timeZone: string; verified: boolean; }; project: { id: string; title: string; description: string; createdAt: string; updatedAt: string; } | null; clientId: string | null; providerId: string | null; technicianId?: string | null; builderId?: string | null; serviceId: string | null; projectId: string | null; seriesId: string | null; seriesIndex: number | null; chatThreadId: string | null; splits: Array<{ id: string; }>; revenueSplit: unknown | null; deliverables: unknown; reviews: Array<{ id: string; }>; messages: Array<{ id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }>; company: string | null; specialRequirements: string | null; purpose: string | null; answers: unknown; outcome: string | null; expiresAt: string | null; createdAt: string | null; updatedAt: string | null; completedAt: string | null; cancellation: { refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; } | null; cancelled: { by: "client" | "provider"; at: string; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; } | null; reschedule: { start: string; end: string; by: "client" | "provider"; expiresAt: string; totalPrice: number; totalPriceMinor: number; } | null; actions: Array<string>; };
export type SeriesBooking = { id: string; seriesIndex: number; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; scheduledTime: string; endTime: string; };
export type SeriesClash = { start: string; code: string; };
export type Series = { id: string; bookings: Array<{ id: string; seriesIndex: number; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; scheduledTime: string; endTime: string; }>; clashes: Array<{ start: string; code: string; }>; };
export type BookingOutput = { success: boolean; booking: { id: string; title: string; description: string; serviceType: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; paymentStatus: "UNPAID" | "AUTHORIZED" | "PARTIALLY_PAID" | "HELD" | "PAID" | "RELEASED" | "PARTIALLY_REFUNDED" | "REFUNDED" | "FAILED"; scheduledTime: string | null; endTime: string | null; durationHours: number; outsideHours: boolean; timeZone: string; localTime: string | null; location: string | null; locationIsHidden: boolean; isRemote: boolean; rateType: "hourly" | "day" | "fixed"; rate: number; rateMinor: number; totalPrice: number; totalPriceMinor: number; price: number; priceMinor: number; currency: string; lines: unknown; policy: unknown; client: { id: string; displayName: string; }; provider: { id: string; displayName: string; headline: string; timeZone: string; verified: boolean; }; project: { id: string; title: string; description: string; createdAt: string; updatedAt: string; } | null; clientId: string | null; providerId: string | null; technicianId?: string | null; builderId?: string | null; serviceId: string | null; projectId: string | null; seriesId: string | null; seriesIndex: number | null; chatThreadId: string | null; splits: Array<{ id: string; }>; revenueSplit: unknown | null; deliverables: unknown; reviews: Array<{ id: string; }>; messages: Array<{ id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }>; company: string | null; specialRequirements: string | null; purpose: string | null; answers: unknown; outcome: string | null; expiresAt: string | null; createdAt: string | null; updatedAt: string | null; completedAt: string | null; cancellation: { refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; } | null; cancelled: { by: "client" | "provider"; at: string; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; } | null; reschedule: { start: string; end: string; by: "client" | "provider"; expiresAt: string; totalPrice: number; totalPriceMinor: number; } | null; actions: Array<string>; }; series?: { id: string; bookings: Array<{ id: string; seriesIndex: number; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; scheduledTime: string; endTime: string; }>; clashes: Array<{ start: string; code: string; }>; }; };
export type BookingQuoteInput = { clientId?: string; userId?: string; providerId?: string; technicianId?: string; builderId?: string; serviceId?: string; serviceType?: string; scheduledTime?: string | Date; eventDate?: string | Date; scheduledDate?: string | Date; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; rate?: number; hourlyRate?: number; totalPrice?: number; total?: number; price?: number; rateType?: "hourly" | "day" | "fixed"; currency?: string; timeZone?: string; location?: unknown; holdId?: string; repeat?: { everyWeeks: number; count?: number; until?: string; }; isRemote?: boolean; } & ({ providerId: unknown } | { technicianId: unknown } | { builderId: unknown }) & ({ scheduledTime: unknown } | { eventDate: unknown } | { scheduledDate: unknown });
export type QuoteLine = { label: string; quantity: number; unit: string; unitPrice: number; unitPriceMinor: number; amount: number; amountMinor: number; };
export type QuoteSeries = { count: number; starts: Array<string>; total: number; totalMinor: number; };
export type Quote = { lines: Array<{ label: string; quantity: number; unit: string; unitPrice: number; unitPriceMinor: number; amount: number; amountMinor: number; }>; total: number; totalMinor: number; currency: string; rateType: "hourly" | "day" | "fixed"; rate: number; rateMinor: number; serviceId: string; scheduledTime: string; endTime: string; series?: { count: number; starts: Array<string>; total: number; totalMinor: number; }; };
export type BookingListInput = { userId?: string; role?: "client" | "provider"; status?: Array<"PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"> | "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; seriesId?: string; tab?: "all" | "upcoming" | "past"; q?: string; sort?: "soonest" | "latest" | "newest"; sortBy?: "soonest" | "latest" | "newest"; from?: string | Date; to?: string | Date; limit?: number; cursor?: string; };
export type Revenue = { currency: string; amount: number; amountMinor: number; };
export type BookingStats = { total: number; pending: number; confirmed: number; completed: number; totalRevenue: number; totalRevenueMinor: number; currency: string; revenue: Array<{ currency: string; amount: number; amountMinor: number; }>; };
export type BookingList = { bookings: Array<{ id: string; title: string; description: string; serviceType: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; paymentStatus: "UNPAID" | "AUTHORIZED" | "PARTIALLY_PAID" | "HELD" | "PAID" | "RELEASED" | "PARTIALLY_REFUNDED" | "REFUNDED" | "FAILED"; scheduledTime: string | null; endTime: string | null; durationHours: number; outsideHours: boolean; timeZone: string; localTime: string | null; location: string | null; locationIsHidden: boolean; isRemote: boolean; rateType: "hourly" | "day" | "fixed"; rate: number; rateMinor: number; totalPrice: number; totalPriceMinor: number; price: number; priceMinor: number; currency: string; lines: unknown; policy: unknown; client: { id: string; displayName: string; }; provider: { id: string; displayName: string; headline: string; timeZone: string; verified: boolean; }; project: { id: string; title: string; description: string; createdAt: string; updatedAt: string; } | null; clientId: string | null; providerId: string | null; technicianId?: string | null; builderId?: string | null; serviceId: string | null; projectId: string | null; seriesId: string | null; seriesIndex: number | null; chatThreadId: string | null; splits: Array<{ id: string; }>; revenueSplit: unknown | null; deliverables: unknown; reviews: Array<{ id: string; }>; messages: Array<{ id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }>; company: string | null; specialRequirements: string | null; purpose: string | null; answers: unknown; outcome: string | null; expiresAt: string | null; createdAt: string | null; updatedAt: string | null; completedAt: string | null; cancellation: { refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; } | null; cancelled: { by: "client" | "provider"; at: string; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; } | null; reschedule: { start: string; end: string; by: "client" | "provider"; expiresAt: string; totalPrice: number; totalPriceMinor: number; } | null; actions: Array<string>; }>; stats: { total: number; pending: number; confirmed: number; completed: number; totalRevenue: number; totalRevenueMinor: number; currency: string; revenue: Array<{ currency: string; amount: number; amountMinor: number; }>; }; nextCursor: string | null; };
export type BookingGetInput = { id?: string; bookingId?: string; } & ({ id: unknown } | { bookingId: unknown });
export type BookingRosterInput = { serviceId: string; start?: string | Date; scheduledTime?: string | Date; timeZone?: string; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; } & ({ start: unknown } | { scheduledTime: unknown });
export type BookingRoster = { bookings: Array<{ id: string; title: string; description: string; serviceType: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; paymentStatus: "UNPAID" | "AUTHORIZED" | "PARTIALLY_PAID" | "HELD" | "PAID" | "RELEASED" | "PARTIALLY_REFUNDED" | "REFUNDED" | "FAILED"; scheduledTime: string | null; endTime: string | null; durationHours: number; outsideHours: boolean; timeZone: string; localTime: string | null; location: string | null; locationIsHidden: boolean; isRemote: boolean; rateType: "hourly" | "day" | "fixed"; rate: number; rateMinor: number; totalPrice: number; totalPriceMinor: number; price: number; priceMinor: number; currency: string; lines: unknown; policy: unknown; client: { id: string; displayName: string; }; provider: { id: string; displayName: string; headline: string; timeZone: string; verified: boolean; }; project: { id: string; title: string; description: string; createdAt: string; updatedAt: string; } | null; clientId: string | null; providerId: string | null; technicianId?: string | null; builderId?: string | null; serviceId: string | null; projectId: string | null; seriesId: string | null; seriesIndex: number | null; chatThreadId: string | null; splits: Array<{ id: string; }>; revenueSplit: unknown | null; deliverables: unknown; reviews: Array<{ id: string; }>; messages: Array<{ id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }>; company: string | null; specialRequirements: string | null; purpose: string | null; answers: unknown; outcome: string | null; expiresAt: string | null; createdAt: string | null; updatedAt: string | null; completedAt: string | null; cancellation: { refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; } | null; cancelled: { by: "client" | "provider"; at: string; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; } | null; reschedule: { start: string; end: string; by: "client" | "provider"; expiresAt: string; totalPrice: number; totalPriceMinor: number; } | null; actions: Array<string>; }>; seats: number; seatsLeft: number; };
export type BookingEventsInput = { id?: string; bookingId?: string; after?: number; limit?: number; } & ({ id: unknown } | { bookingId: unknown });
export type BookingEvent = { id: number; type: string; at: string; actorId: string | null; data: unknown; };
export type BookingEvents = { events: Array<{ id: number; type: string; at: string; actorId: string | null; data: unknown; }>; nextAfter: number; };
export type BookingUpdateInput = { id?: string; bookingId?: string; status?: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; title?: string; description?: string; company?: string; specialRequirements?: string; purpose?: string; deliverables?: Array<string>; outcome?: string; completedAt?: string | Date; notes?: string; reason?: string; } & ({ id: unknown } | { bookingId: unknown });
export type BookingVerbInput = { id?: string; bookingId?: string; notes?: string; reason?: string; } & ({ id: unknown } | { bookingId: unknown });
export type BookingCancelInput = { id?: string; bookingId?: string; scope?: "this" | "following" | "all"; notes?: string; reason?: string; } & ({ id: unknown } | { bookingId: unknown });
export type BookingCancellationInput = { id?: string; bookingId?: string; scope?: "this" | "following" | "all"; } & ({ id: unknown } | { bookingId: unknown });
export type CancellationEntry = { bookingId: string; seriesIndex: number | null; start: string; end: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; };
export type CancellationScope = { bookings: Array<{ bookingId: string; seriesIndex: number | null; start: string; end: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; refundPercent: number; refund: number; refundMinor: number; fee: number; feeMinor: number; freeUntil: string | null; nextChangeAt: string | null; }>; refund: number; refundMinor: number; fee: number; feeMinor: number; currency: string; };
export type BookingRescheduleInput = { id?: string; bookingId?: string; scheduledTime?: string | Date; eventDate?: string | Date; scheduledDate?: string | Date; durationHours?: number; estimatedHours?: number; estimatedDuration?: number; timeZone?: string; notes?: string; reason?: string; } & ({ id: unknown } | { bookingId: unknown }) & ({ scheduledTime: unknown } | { eventDate: unknown } | { scheduledDate: unknown });
export type BookingPayInput = { id?: string; bookingId?: string; notes?: string; reason?: string; amount?: number; } & ({ id: unknown } | { bookingId: unknown });
export type BookingRefundInput = { id?: string; bookingId?: string; notes?: string; reason?: string; amount?: number; } & ({ id: unknown } | { bookingId: unknown });
export type ProjectCreateInput = { title: string; description?: string; };
export type ProjectOutput = { project: { id: string; title: string; description: string; createdAt: string; updatedAt: string; }; };
export type ProjectUpdateInput = { id: string; title?: string; description?: string; };
export type ProjectGetInput = { id: string; };
export type ProjectListInput = { cursor?: string; limit?: number; };
export type ProjectList = { projects: Array<{ id: string; title: string; description: string; createdAt: string; updatedAt: string; }>; nextCursor: string | null; };
export type MessageListInput = { bookingId: string; limit?: number; beforeTimestamp?: string | Date; cursor?: number; };
export type MessageList = { messages: Array<{ id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }>; nextCursor: number | null; };
export type MessageSendInput = { bookingId: string; content: string; attachments?: Array<string>; };
export type MessageSendOutput = { message: { id: string; bookingId: string; sequence: number; senderId: string; senderName: string; content: string; createdAt: string; }; };
export type ThreadListInput = { limit?: number; cursor?: string; };
export type ThreadPartner = { id: string; displayName: string; };
export type ThreadMessage = { content: string; senderId: string; createdAt: string; };
/** A booking's conversation. */
export type Thread = { bookingId: string; title: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; with: { id: string; displayName: string; }; lastMessage: { content: string; senderId: string; createdAt: string; }; messageCount: number; };
export type ThreadList = { threads: Array<{ bookingId: string; title: string; status: "PENDING" | "CONFIRMED" | "IN_PROGRESS" | "REVISION" | "COMPLETED" | "APPROVED" | "CANCELLED" | "DECLINED" | "EXPIRED" | "DISPUTED" | "ACCEPTED"; with: { id: string; displayName: string; }; lastMessage: { content: string; senderId: string; createdAt: string; }; messageCount: number; }>; nextCursor: string | null; };
export type NotificationListInput = { limit?: number; cursor?: string; unread?: boolean; };
/** A notice shown in the app. */
export type Notification = { id: string; type: string; bookingId: string | null; data: unknown; createdAt: string; readAt: string | null; };
export type NotificationList = { notifications: Array<{ id: string; type: string; bookingId: string | null; data: unknown; createdAt: string; readAt: string | null; }>; unread: number; nextCursor: string | null; };
export type NotificationReadInput = { upTo?: string; };
export type NotificationRead = { success: boolean; unread: number; };
export type EventPollInput = { after?: number; limit?: number; };
/** Something that happened, which you may see. */
export type Event = { id: number; type: string; at: string; bookingId: string | null; actorId: string | null; data: unknown; };
export type EventPoll = { events: Array<{ id: number; type: string; at: string; bookingId: string | null; actorId: string | null; data: unknown; }>; nextAfter: number; };
/** Words of this edition, as they stand inside a sentence. */
export type EditionWords = { provider: string; providers: string; client: string; clients: string; booking: string; bookings: string; service: string; services: string; offer: string; place: string; hour: string; };
/** Examples shown in the empty search. */
export type EditionSearch = { need: string; near: string; };
export type EditionPlace = { label: string; lat: number; lng: number; };
/** What is shown before anybody has searched. */
export type EditionStart = { service?: string; location?: { label: string; lat: number; lng: number; }; };
/** Names the API prints instead of the canonical ones; both are taken on input. */
export type EditionStatusNames = { PENDING?: string; CONFIRMED?: string; IN_PROGRESS?: string; REVISION?: string; COMPLETED?: string; APPROVED?: string; CANCELLED?: string; DECLINED?: string; EXPIRED?: string; DISPUTED?: string; };
/** What people read for each canonical status. */
export type EditionStatusLabels = { PENDING: string; CONFIRMED: string; IN_PROGRESS: string; REVISION: string; COMPLETED: string; APPROVED: string; CANCELLED: string; DECLINED: string; EXPIRED: string; DISPUTED: string; };
/** A kind of service that people look for here. */
export type EditionTrade = { serviceType: string; label: string; plural: string; icon: string; };
/** Something good to have in a provider. */
export type EditionRole = { role: string; label: string; };
/** What a new service has where it does not say. */
export type EditionDefaults = { currency: string; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; requestTtlHours: number; stepMinutes: number; minNoticeMinutes: number; windowDays: number; bufferBeforeMinutes: number; bufferAfterMinutes: number; cancellationPolicy: unknown; rateType: "hourly" | "day" | "fixed"; isRemote: boolean; isInPerson: boolean; };
export type EditionColor = { cursor: string; on: string; };
/** The one colour that is the edition's own. */
export type EditionAccent = { day: { cursor: string; on: string; }; night: { cursor: string; on: string; }; terminal: { cursor: string; on: string; }; };
/** This edition's own names of fields. */
export type EditionAliases = { providerId?: string; };
/** The words, defaults and looks of this marketplace. */
export type Edition = { name: string; title: string; tagline: string; description: string; words: { provider: string; providers: string; client: string; clients: string; booking: string; bookings: string; service: string; services: string; offer: string; place: string; hour: string; }; search: { need: string; near: string; }; start: { service?: string; location?: { label: string; lat: number; lng: number; }; }; statusNames: { PENDING?: string; CONFIRMED?: string; IN_PROGRESS?: string; REVISION?: string; COMPLETED?: string; APPROVED?: string; CANCELLED?: string; DECLINED?: string; EXPIRED?: string; DISPUTED?: string; }; statusLabels: { PENDING: string; CONFIRMED: string; IN_PROGRESS: string; REVISION: string; COMPLETED: string; APPROVED: string; CANCELLED: string; DECLINED: string; EXPIRED: string; DISPUTED: string; }; catalogue: Array<{ serviceType: string; label: string; plural: string; icon: string; }>; roles: Array<{ role: string; label: string; }>; defaults: { currency: string; acceptance: "request" | "instant"; payment: "none" | "after" | "escrow" | "upfront" | "invoice"; approval: "none" | "client"; revisions: number; requestTtlHours: number; stepMinutes: number; minNoticeMinutes: number; windowDays: number; bufferBeforeMinutes: number; bufferAfterMinutes: number; cancellationPolicy: unknown; rateType: "hourly" | "day" | "fixed"; isRemote: boolean; isInPerson: boolean; }; accent: { day: { cursor: string; on: string; }; night: { cursor: string; on: string; }; terminal: { cursor: string; on: string; }; }; aliases?: { providerId?: string; }; fees: Array<unknown>; };

export type DocketProcedures = {
  auth: {
    /** Makes an account and logs it in. An address has one account: email_taken otherwise. */
    signup: Mutation<AuthSignupInput, SessionReply>;
    /** Logs in for 30 days. An unknown address and a wrong password are answered alike. */
    login: Mutation<AuthLoginInput, SessionReply>;
    /** Ends the session this call is made with. Its token is refused from then on. */
    logout: Mutation<Record<string, never> | void, Done>;
    /** Who you are. */
    me: Query<Record<string, never> | void, AccountReply>;
  };
  account: {
    /** Changes your display name or zone. */
    update: Mutation<AccountUpdateInput | void, AccountReply>;
    /** Changes your password. Your other sessions end; API tokens stay until revoked. */
    password: Mutation<AccountPasswordInput, Done>;
    /** Sets an account's roles: makes mediators and admins. Counts at once. */
    setRoles: Mutation<AccountSetRolesInput, AccountRoles>;
  };
  session: {
    /** Your log-ins and API tokens that can be used now. */
    list: Query<Record<string, never> | void, SessionList>;
    /** Ends a session. Its token is refused from then on. */
    revoke: Mutation<SessionInput, Done>;
  };
  token: {
    /** Makes an API token, which acts as you until it is revoked. */
    create: Mutation<TokenCreateInput, TokenCreated>;
    /** Your API tokens. */
    list: Query<Record<string, never> | void, SessionList>;
    /** Ends an API token. */
    revoke: Mutation<SessionInput, Done>;
  };
  provider: {
    /** Makes the caller a provider, or changes the profile. Fields that are not sent keep their value. */
    update: Mutation<ProviderInput | void, ProviderReply>;
    /** A provider's public profile with the services that can be booked. */
    get: Query<ProviderIdInput, ProviderReply>;
    /** Finds providers by service, role, words, place, rating, price and the time they can be booked. A place without lat and lng is matched as text only. Who offers no active service is found as long as no service is asked for. With nextSlots, availability or sortBy=soonest each provider has nextSlots: the first starts of that service which can be booked soonest, named beside them with the duration. */
    search: Query<ProviderSearchInput | void, ProviderSearchReply>;
  };
  service: {
    /** Adds a service with its own policies. At most 100 a provider. */
    create: Mutation<ServiceCreateInput, ServiceReply>;
    /** Changes a service; null clears a limit. Bookings keep what they agreed on. */
    update: Mutation<ServiceUpdateInput, ServiceReply>;
    /** Takes a service off the shelf. It is kept, inactive, for its bookings. */
    delete: Mutation<ServiceIdInput, Done>;
    /** One service with its policies. */
    get: Query<ServiceIdInput, ServiceReply>;
    /** A provider's services, oldest first; its own inactive ones only for the provider. */
    list: Query<ProviderOfInput, ServicesReply>;
  };
  favorite: {
    /** Keeps a provider among the caller's favourites. */
    add: Mutation<ProviderOfInput, Done>;
    /** Drops a provider from the caller's favourites. */
    remove: Mutation<ProviderOfInput, Done>;
    /** The caller's favourite providers, newest first. */
    list: Query<FavoritesInput | void, FavoritesReply>;
  };
  availability: {
    /** Sets the caller's weekly hours, exceptions, time off and rules. What is not sent stays, and so do bookings already made. */
    set: Mutation<AvailabilityInput | void, Availability>;
    /** The caller's own hours. */
    get: Query<Record<string, never> | void, Availability>;
    /** A provider's hours. They say nothing of bookings: slot.list does. */
    of: Query<AvailabilityOfInput, Availability>;
    /** When the caller is really open on some days: weekly hours, exceptions, rules and time off together. It says nothing of bookings. */
    open: Query<OpenInput | void, OpenTime>;
  };
  slot: {
    /** Every start in the range that can be booked now, by the rule that booking obeys. */
    list: Query<SlotsInput, SlotsReply>;
    /** Whether one start can be booked now and, if not, every reason why not: the decision of slot.list and booking.create, from the same checks. No reason says who or what stands in the way. */
    explain: Query<ExplainInput, ExplainReply>;
  };
  hold: {
    /** Keeps a start for the caller for ten minutes: nobody else sees or books it meanwhile, and booking it in time, by its holdId, always succeeds. A new hold of the same service replaces the older one. A time that is refused may come with alternatives, as from booking.create. */
    create: Mutation<HoldInput, HoldReply>;
    /** Gives a held start back before its time is over. */
    delete: Mutation<HoldIdInput, Done>;
  };
  place: {
    /** Finds the coordinates of a city by the beginning of its name, for searching around it. Names, positions and populations come from GeoNames (geonames.org), CC BY 4.0; places that providers of this Docket name are found too. */
    search: Query<PlaceSearchInput, PlaceSearchReply>;
  };
  booking: {
    /** Book a provider's time. The price is the server's; a request waits for the provider, an instant booking is confirmed at once. A time that is refused may come with alternatives: the provider's nearest free starts, and others who are free then. With repeat, all are booked or the clashes are named. */
    create: Mutation<BookingCreateInput, BookingOutput>;
    /** What a booking would cost, line by line. Nothing is reserved. */
    quote: Query<BookingQuoteInput, Quote>;
    /** One's own bookings as client or provider, with statistics. */
    list: Query<BookingListInput | void, BookingList>;
    /** One booking, with what the caller may do now. */
    get: Query<BookingGetInput, BookingOutput>;
    /** Who comes to one session of a service, for its provider. */
    roster: Query<BookingRosterInput, BookingRoster>;
    /** The history of one booking, from the journal. */
    events: Query<BookingEventsInput, BookingEvents>;
    /** Change words, hand over deliverables, or move the status: a status is the matching verb, judged by its rules. */
    update: Mutation<BookingUpdateInput, BookingOutput>;
    /** The provider takes the request; the time is judged again. */
    confirm: Mutation<BookingVerbInput, BookingOutput>;
    /** The same as booking.confirm. */
    accept: Mutation<BookingVerbInput, BookingOutput>;
    /** The provider does not take the request. */
    decline: Mutation<BookingVerbInput, BookingOutput>;
    /** Work begins, at the earliest 15 minutes before the start. */
    start: Mutation<BookingVerbInput, BookingOutput>;
    /** Work is done. */
    complete: Mutation<BookingVerbInput, BookingOutput>;
    /** Either side calls it off; of a series also those that follow, or all. */
    cancel: Mutation<BookingCancelInput, BookingOutput>;
    /** What booking.cancel with this scope would do now, for each booking that it would call off, and in all. Refused as that would be. */
    cancellation: Query<BookingCancellationInput, CancellationScope>;
    /** Another time for the same booking. A request is moved by its client at once. Once confirmed, the time is kept beside the old one until the other side answers, at most 48 hours; asking again replaces what was asked before. A time that is refused may come with alternatives: the nearest starts it could be moved to. */
    reschedule: Mutation<BookingRescheduleInput, BookingOutput>;
    /** The other side takes the time that was asked for. The price follows the rate agreed; cancelling still counts from the first start. */
    acceptReschedule: Mutation<BookingVerbInput, BookingOutput>;
    /** The booking stays when it is: by the other side, or by who asked, taking it back. */
    declineReschedule: Mutation<BookingVerbInput, BookingOutput>;
    /** The client approves the work (opens with the money room). */
    approve: Mutation<BookingVerbInput, BookingOutput>;
    /** The client asks for changes (opens with the money room). */
    revision: Mutation<BookingVerbInput, BookingOutput>;
    /** The other side did not come (opens with the money room). */
    noShow: Mutation<BookingVerbInput, BookingOutput>;
    /** Something is wrong (opens with the dispute room). */
    dispute: Mutation<BookingVerbInput, BookingOutput>;
    /** A mediator decides a dispute (opens with the dispute room). */
    resolve: Mutation<BookingVerbInput, BookingOutput>;
    /** The client pays (opens with the money room). */
    pay: Mutation<BookingPayInput, BookingOutput>;
    /** Money goes back to the client (opens with the money room). */
    refund: Mutation<BookingRefundInput, BookingOutput>;
    /** A crew is paid its shares (opens with the money room). */
    distribute: Mutation<BookingVerbInput, BookingOutput>;
    /** One of a crew agrees to the release (opens with the money room). */
    releaseVote: Mutation<BookingVerbInput, BookingOutput>;
  };
  project: {
    /** A title that groups one's bookings. */
    create: Mutation<ProjectCreateInput, ProjectOutput>;
    /** Change its words. */
    update: Mutation<ProjectUpdateInput, ProjectOutput>;
    /** One project. */
    get: Query<ProjectGetInput, ProjectOutput>;
    /** One's own projects. */
    list: Query<ProjectListInput | void, ProjectList>;
  };
  message: {
    /** The conversation of a booking, the last messages first asked for. */
    list: Query<MessageListInput, MessageList>;
    /** Say something to the other side of a booking. */
    send: Mutation<MessageSendInput, MessageSendOutput>;
  };
  thread: {
    /** Your conversations: the bookings, on either side, where something was said. */
    list: Query<ThreadListInput | void, ThreadList>;
  };
  notification: {
    /** Lists your notices, the newest first. */
    list: Query<NotificationListInput | void, NotificationList>;
    /** Marks your notices as read, up to one of them or all. */
    read: Mutation<NotificationReadInput | void, NotificationRead>;
  };
  event: {
    /** What has happened since, as far as it concerns you. Ask every few seconds; nothing is missed and nothing comes twice. */
    poll: Query<EventPollInput | void, EventPoll>;
  };
  edition: {
    /** The words, defaults and looks of this marketplace. It changes only when the server is started anew, so keep it. */
    get: Query<Record<string, never> | void, Edition>;
  };
};

export type AppRouter<Superjson extends boolean = false> = TRPCBuiltRouter<Root<Superjson>, DocketProcedures>;
export type AppRouterSuperjson = AppRouter<true>;
