// The wizard's state: the draft, the step in the address, what is missing, and what the server said.
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { stale } from '~/api/query';
import { forgetAccount } from '~/api/session';
import type { Account, Booking, Provider, Service } from '~/api/types';
import { monthOf } from '~/lib/days';
import { dayKey } from '~/lib/time';
import { toast } from '~/ui/Toast';
import { rememberBooked } from './booked';
import { activeServices } from './choices';
import type { Draft } from './draft';
import type { Meaning } from './refusals';
import { addressOf, createInput, furthestStep, holdIdOf, problemsAt, stepOf, type Problem, type Step } from './steps';
import { timesOf } from './series';
import { useDraft } from './useDraft';
import { useHold } from './useHold';
import { useQuote } from './useQuote';
import { useSend } from './useSend';
import { useMonthSlots, useNothingFree } from './useSlots';
import { whereOf, type Where } from './where';
import { t } from './words';

export type Wizard = ReturnType<typeof useWizard>;
/** What the server said to the last try, and the start it was about. */
export type Notice = { meaning: Meaning; start: string } | null;

/** Whether the chosen start is still free; undefined while that is not known. */
function useStartCheck(draft: Draft, service: Service | undefined, zone: string, where: Where): boolean | undefined {
  const wanted = service && draft.start && draft.hours ? { service, hours: draft.hours, where } : null;
  const { data, isPlaceholderData } = useMonthSlots(wanted, wanted ? monthOf(dayKey(draft.start, zone)) : '', zone);
  // A try whose outcome is unknown may itself be what took it.
  if (!wanted || !data || isPlaceholderData || draft.intent) return undefined;
  return data.some(({ start }) => start === draft.start);
}

export function useWizard(provider: Provider, account: Account | null | undefined) {
  const { path, query, route } = useLocation();
  const { draft, latest, patch, clear, before } = useDraft(provider, account, query);
  const service = activeServices(provider).find(({ id }) => id === draft.serviceId);
  // An address without a step means the same one for as long as it is open.
  const [entry] = useState(() => String(stepOf(query, draft, service, provider.timeZone)));
  const shown = useRef<Step>(1);
  // While the next page is on its way, this one stays as it is.
  const step = path === `/booking/${provider.id}` ? stepOf({ step: query.step ?? entry }, draft, service, provider.timeZone) : shown.current;
  shown.current = step;
  const zone = provider.timeZone;
  const where = whereOf(draft, service);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [notice, setNotice] = useState<Notice>(null);
  /** A start to price before one is chosen: the first that is shown. */
  const [firstShown, setFirstShown] = useState('');
  const isListed = useStartCheck(draft, service, zone, where);
  /** The service whose month has shown nothing. */
  const [emptyOf, setEmptyOf] = useState('');
  const price = useQuote({ service, start: draft.start || firstShown, hours: draft.hours, rateType: draft.rateType, isSignedIn: Boolean(account), holdId: holdIdOf(draft) });

  const go = (to: Step) => {
    setProblems([]);
    route(addressOf(provider.id, to, latest.current));
  };
  const onBooked = (booking: Booking, wasBefore: boolean) => {
    patch({ hold: null }); // it has become the booking
    clear();
    rememberBooked(sessionStorage, provider.id, { id: booking.id, start: booking.scheduledTime ?? '' });
    if (wasBefore) toast(t('sentBefore'), 'live');
    route(`/booking/${provider.id}/success?booking=${booking.id}`, true);
  };
  const onRefused = (meaning: Meaning, start = latest.current.start) => {
    setNotice({ meaning, start });
    if (meaning.kind === 'time') {
      patch({ start: '' });
      stale('slot.');
    }
    if (meaning.kind === 'service') {
      patch({ serviceId: '' });
      stale('provider.get');
    }
    if (meaning.kind === 'price') stale('booking.quote');
    if (meaning.kind === 'signIn') forgetAccount();
    if (meaning.step !== 4) go(meaning.step);
    if (meaning.kind === 'fields') setProblems(meaning.problems);
  };
  const { send, isSending } = useSend({ latest, patch, onBooked, onRefused });
  const holding = useHold({ draft, latest, patch, service, where, step, account, onRefused });
  // What is held can be booked, whatever else has changed; what is being asked for is not known yet.
  const isNothing = useNothingFree(service, where, zone, step === 2 && service !== undefined && emptyOf === service.id);
  const isNothingFree = isNothing && holding.state !== 'held';
  const isStartFree = holding.state === 'held' ? true : holding.state === 'asking' ? undefined : isListed;

  const change = (changes: Partial<Draft> | ((before: Draft) => Draft), field?: string) => {
    patch(changes);
    if (field) setProblems((before) => (before.some((one) => one.field === field) ? before.filter((one) => one.field !== field) : before));
  };
  const isWaitingForHold = useRef(false);
  const next = () => {
    // Whoever was quick goes on as soon as the time is theirs.
    isWaitingForHold.current = step === 2 && holding.state === 'asking';
    if (isWaitingForHold.current) return;
    const found = problemsAt(step, latest.current, service, zone);
    if (step === 2 && found.length === 0 && isStartFree === false) found.push({ field: 'start', code: 'startGone' });
    if (found.length > 0) return setProblems(found);
    setNotice(null);
    const isWhole = furthestStep(latest.current, service, zone) === 4;
    const to = isWhole && latest.current.isReviewed ? 4 : Math.min(step + 1, 4);
    if (to === 4) patch({ isReviewed: true });
    go(to as Step);
  };
  useEffect(() => {
    if (isWaitingForHold.current && holding.state !== 'asking' && latest.current.start) next();
    isWaitingForHold.current = false;
  }, [holding.state]);
  /** More than one when it repeats, each at the price of one; without those that are known to clash. */
  const wanted = timesOf(draft.start || firstShown, zone, draft.repeat);
  const clashes = notice?.meaning.kind === 'series' ? notice.meaning.clashes : [];
  const times = wanted.filter((time) => !clashes.some(({ start }) => Date.parse(start) === Date.parse(time)));
  const totalMinor = price.quote ? price.quote.totalMinor * Math.max(1, times.length) : null;
  const book = (skipClashes: boolean) => {
    if (!service || price.isWaiting) return;
    // Nothing is sent whose price was not shown.
    if (!price.quote) return void price.retry();
    // What is left out stays named until there is an answer.
    if (!skipClashes) setNotice(null);
    void send(createInput(latest.current, service, price.quote.total, skipClashes));
  };
  const submit = () => {
    if (step < 4) return next();
    // Where none is left, the button leads to other times.
    if (times.length > 0 || !draft.start) book(clashes.length > 0);
    else go(2);
  };

  // The address follows the choices, without another entry for each of them to go back through.
  const address = addressOf(provider.id, step, draft);
  useEffect(() => {
    if (location.pathname === `/booking/${provider.id}`) history.replaceState(history.state, '', address);
  }, [address]);
  // The address behind a booking means its details; another one begins with its time.
  useEffect(() => {
    if (before) route(addressOf(provider.id, 2, latest.current), true);
  }, []);
  useEffect(() => {
    if (step === 4) void import('./SuccessPage');
  }, [step]);

  return {
    provider, account, draft, service, step, zone, problems, notice, setNotice, isStartFree, holding, where, price, wanted, clashes, times, totalMinor, isSending,
    before, isNothingFree, change, go, next, submit, setFirstShown, setEmptyOf,
  };
}
