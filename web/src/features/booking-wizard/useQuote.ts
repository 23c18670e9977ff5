// The server's price for what is chosen now. Keyed by the question, so that an answer to an older
// one is never shown as the answer to this one.
import { useEffect, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Service } from '~/api/types';
import type { RateType } from './choices';

const PAUSE_MS = 200;

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export interface QuoteQuestion {
  service: Service | undefined;
  start: string;
  hours: number | null;
  rateType: RateType | null;
  isSignedIn: boolean;
  /** With it, a rate that is gone meanwhile is what it was when the time was held. It asks nothing anew by itself. */
  holdId?: string | undefined;
}

export function useQuote({ service, start, hours, rateType, isSignedIn, holdId }: QuoteQuestion) {
  const question = service && start && hours && isSignedIn
    ? { providerId: service.providerId, serviceId: service.id, scheduledTime: start, durationHours: hours, rateType: rateType ?? service.rateType }
    : null;
  const text = JSON.stringify(question);
  const settled = useSettled(text);
  const asked = JSON.parse(settled) as typeof question;
  const answer = useQuery({
    queryKey: asked ? keyOf('booking.quote', asked) : ['booking.quote', null],
    queryFn: () => (asked ? api.booking.quote.query({ ...asked, holdId }) : null),
    enabled: asked !== null,
    placeholderData: (before) => before,
  });
  const isSettled = text === settled && !answer.isPlaceholderData;
  return {
    quote: question ? (answer.data ?? null) : null,
    /** The shown price is of an earlier choice, or not there yet. */
    isWaiting: question !== null && !answer.isError && (!isSettled || answer.isPending),
    error: question && isSettled ? answer.error : null,
    retry: answer.refetch,
  };
}
