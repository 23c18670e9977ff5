// A service between the form's texts and the server's fields. What the form leaves empty on a new
// service is the edition's default, so it is not sent.
import type { Edition, Inputs, Service } from '~/api/types';

export interface Question {
  question: string;
  required: boolean;
}
export interface ServiceValues {
  title: string;
  serviceType: string;
  description: string;
  isFixedLength: boolean;
  durationMinutes: string;
  minHours: string;
  maxHours: string;
  stepMinutes: string;
  rateType: string;
  rate: string;
  isRemote: boolean;
  isInPerson: boolean;
  acceptance: string;
  payment: string;
  policy: string; // a preset, or "custom": left as it is
  bufferBeforeMinutes: string;
  bufferAfterMinutes: string;
  minNoticeMinutes: string;
  windowDays: string;
  maxPerDay: string;
  maxPerWeek: string;
  maxConcurrentPerClient: string;
  questions: Question[];
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const preset = (policy: unknown) => text((policy as { preset?: string } | null)?.preset) || 'moderate';

export function questionsOf(value: unknown): Question[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: string | Partial<Question>) =>
    typeof one === 'string' ? { question: one, required: false } : { question: one.question ?? '', required: one.required ?? false });
}

export function serviceValues(service: Service | null, { defaults, catalogue }: Pick<Edition, 'defaults' | 'catalogue'>): ServiceValues {
  const from = (service ?? defaults) as Partial<Service>;
  return {
    title: service?.title ?? '',
    serviceType: service?.serviceType ?? catalogue[0]?.serviceType ?? '',
    description: service?.description ?? '',
    isFixedLength: typeof from.durationMinutes === 'number',
    durationMinutes: text(from.durationMinutes ?? 60),
    minHours: text(from.minHours ?? 1),
    maxHours: text(from.maxHours ?? 8),
    stepMinutes: text(from.stepMinutes ?? 30),
    rateType: from.rateType ?? 'hourly',
    rate: text(service?.rate),
    isRemote: from.isRemote ?? false,
    isInPerson: from.isInPerson ?? true,
    acceptance: from.acceptance ?? 'request',
    payment: from.payment ?? 'after',
    policy: preset(from.cancellationPolicy),
    bufferBeforeMinutes: text(from.bufferBeforeMinutes ?? 0),
    bufferAfterMinutes: text(from.bufferAfterMinutes ?? 0),
    minNoticeMinutes: text(from.minNoticeMinutes ?? 60),
    windowDays: text(from.windowDays ?? 90),
    maxPerDay: text(from.maxPerDay),
    maxPerWeek: text(from.maxPerWeek),
    maxConcurrentPerClient: text(from.maxConcurrentPerClient),
    questions: questionsOf(service?.questions),
  };
}

const numberOrNull = (value: string) => (value.trim() === '' ? null : Number(value));
const numberOrZero = (value: string) => numberOrNull(value) ?? 0;

export function serviceInput(values: ServiceValues): Inputs['service']['create'] {
  const length = values.isFixedLength
    ? { durationMinutes: numberOrZero(values.durationMinutes) }
    : { durationMinutes: null, minHours: numberOrZero(values.minHours), maxHours: numberOrZero(values.maxHours) };
  return {
    title: values.title,
    serviceType: values.serviceType,
    description: values.description,
    ...length,
    stepMinutes: numberOrZero(values.stepMinutes),
    rateType: values.rateType as 'hourly',
    rate: numberOrNull(values.rate),
    isRemote: values.isRemote,
    isInPerson: values.isInPerson,
    acceptance: values.acceptance as 'request',
    payment: values.payment as 'after',
    ...(values.policy !== 'custom' && { cancellationPolicy: values.policy }),
    bufferBeforeMinutes: numberOrZero(values.bufferBeforeMinutes),
    bufferAfterMinutes: numberOrZero(values.bufferAfterMinutes),
    minNoticeMinutes: numberOrZero(values.minNoticeMinutes),
    windowDays: numberOrZero(values.windowDays),
    maxPerDay: numberOrNull(values.maxPerDay),
    maxPerWeek: numberOrNull(values.maxPerWeek),
    maxConcurrentPerClient: numberOrNull(values.maxConcurrentPerClient),
    questions: values.questions.filter((one) => one.question.trim() !== ''),
  };
}
