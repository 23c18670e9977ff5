// The four steps: what each needs before the next, and their addresses. Pure.
import type { Provider, Service } from '~/api/types';
import { activeServices, fitHours, lengthChoices, placeChoices, questionsOf, rateChoices } from './choices';
import type { CreateInput, Draft } from './draft';
import { timeKey } from './hold';
import { repeatInput, repeatProblem } from './series';

export const stepNames = ['service', 'time', 'details', 'review'] as const;
export type StepName = (typeof stepNames)[number];
export type Step = 1 | 2 | 3 | 4;

export interface Problem {
  /** The name of the control that the focus goes to. */
  field: string;
  /** The key of a sentence in words.ts, or the server's own words. */
  code: 'needService' | 'needStart' | 'needLength' | 'needPlace' | 'needLocation' | 'needAnswer' | 'needCount' | 'needUntil' | 'startGone' | 'theirs';
  message?: string;
}
export const answerField = (question: string) => `answer:${question}`;

function timeProblems(draft: Draft, service: Service, zone: string): Problem[] {
  const problems: Problem[] = [];
  if (draft.hours === null || !lengthChoices(service).includes(draft.hours)) problems.push({ field: 'hours', code: 'needLength' });
  if (!draft.start) problems.push({ field: 'start', code: 'needStart' });
  const wrong = draft.repeat && repeatProblem(draft.repeat, draft.start, zone);
  if (wrong) problems.push({ field: 'repeat', code: wrong });
  return problems;
}

function detailProblems(draft: Draft, service: Service): Problem[] {
  const places = placeChoices(service);
  const problems: Problem[] = [];
  if (draft.isRemote === null || (draft.isRemote ? !places.remote : !places.inPerson)) problems.push({ field: 'isRemote', code: 'needPlace' });
  else if (!draft.isRemote && !draft.location.trim()) problems.push({ field: 'location', code: 'needLocation' });
  for (const { question, required } of questionsOf(service))
    if (required && !draft.answers[question]?.trim()) problems.push({ field: answerField(question), code: 'needAnswer' });
  return problems;
}

export function problemsAt(step: Step, draft: Draft, service: Service | undefined, zone = 'UTC'): Problem[] {
  if (!service) return step === 1 ? [{ field: 'serviceId', code: 'needService' }] : [];
  if (step === 2) return timeProblems(draft, service, zone);
  return step === 3 ? detailProblems(draft, service) : [];
}

/** The furthest step that may be shown: the first that is not whole, else the review. */
export function furthestStep(draft: Draft, service: Service | undefined, zone = 'UTC'): Step {
  if (!service) return 1;
  for (const step of [2, 3] as const) if (problemsAt(step, draft, service, zone).length > 0) return step;
  return 4;
}

/** Another service keeps every answer that still means something. */
export function withService(draft: Draft, service: Service, provider: Provider): Draft {
  const places = placeChoices(service);
  const isRemote = places.remote && places.inPerson ? draft.isRemote : places.remote;
  const rates = rateChoices(service, provider);
  const rateType = rates.find(({ type }) => type === draft.rateType && draft.serviceId === service.id)?.type ?? service.rateType;
  return { ...draft, serviceId: service.id, hours: fitHours(service, draft.hours), rateType, isRemote };
}

const instant = (text: string | undefined) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString().replace('.000Z', 'Z') : '');

/** What an address asks for goes before what was kept: somebody has just chosen it elsewhere. */
export function withAddress(draft: Draft, query: Record<string, string | undefined>, provider: Provider): Draft {
  const services = activeServices(provider);
  const only = services.length === 1 ? services[0] : undefined;
  const service = services.find(({ id }) => id === query.service) ?? services.find(({ serviceType }) => serviceType === query.type) ?? services.find(({ id }) => id === draft.serviceId) ?? only;
  if (!service) return { ...draft, serviceId: '' };
  const hours = Number(query.hours);
  const known = { ...draft, start: instant(query.start) || draft.start, hours: hours > 0 ? hours : draft.hours };
  return withService(known, service, provider);
}

/** The step that an address means: its own, else the first with something left to choose. */
export function stepOf(query: Record<string, string | undefined>, draft: Draft, service: Service | undefined, zone = 'UTC'): Step {
  const furthest = furthestStep(draft, service, zone);
  const wanted = Number(query.step);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 4) return service ? 2 : 1;
  return Math.min(wanted, furthest) as Step;
}

export function addressOf(providerId: string, step: Step, draft: Draft): string {
  const query = new URLSearchParams({ step: String(step) });
  if (draft.serviceId) query.set('service', draft.serviceId);
  if (draft.start) query.set('start', draft.start);
  if (draft.start && draft.hours) query.set('hours', String(draft.hours));
  return `/booking/${providerId}?${query.toString().replace(/%3A/g, ':')}`;
}

/** The hold of what is chosen now; one whose minutes are up does no harm. */
export function holdIdOf({ hold, serviceId, start, hours }: Draft): string | undefined {
  return hold && hours !== null && timeKey(hold) === timeKey({ serviceId, start, hours }) ? hold.id : undefined;
}

/** What is sent. The total is what was shown, of each time: the server refuses when it has become another. */
export function createInput(draft: Draft, service: Service, total: number, skipClashes = false): CreateInput {
  const text = (value: string) => value.trim() || undefined;
  const asked = new Set(questionsOf(service).map(({ question }) => question));
  const answers = Object.entries(draft.answers)
    .filter(([question, answer]) => asked.has(question) && answer.trim())
    .map(([question, answer]) => ({ question, answer: answer.trim() }));
  const label = draft.isRemote ? undefined : text(draft.location);
  const location = label && draft.town ? { label, lat: draft.town.lat, lng: draft.town.lng } : label;
  return {
    providerId: service.providerId, serviceId: service.id, holdId: holdIdOf(draft), scheduledTime: draft.start, durationHours: draft.hours ?? undefined,
    rateType: draft.rateType ?? undefined, totalPrice: total, isRemote: draft.isRemote ?? undefined, location,
    title: text(draft.title), description: text(draft.description), specialRequirements: text(draft.specialRequirements),
    purpose: text(draft.purpose), company: text(draft.company), answers: answers.length > 0 ? answers : undefined,
    repeat: draft.repeat ? repeatInput(draft.repeat) : undefined, skipClashes: skipClashes || undefined,
  };
}
