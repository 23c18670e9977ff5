// The one way to the server: tRPC, batched, typed by what `docket types` prints.
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import { words } from '~/lib/i18n';
import { learnClock } from './clock';
import type { AppRouter } from './router-types.gen';

let isOver = false;
/** Somebody else is here by now: this page says and shows nothing more for the earlier person, and is loaded again. */
export function startAnew(): void {
  isOver = true;
  sessionStorage.clear(); // what was being written here is nobody else's to read
  document.body.hidden = true;
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true);
  location.reload();
}

const ask: typeof fetch = async (input, init) => {
  if (isOver) return new Promise<never>(() => {});
  const sentAt = Date.now();
  const answer = await fetch(input, init);
  learnClock(answer.headers.get('Date'), sentAt, Date.now());
  return answer;
};

export const api = createTRPCClient<AppRouter>({
  links: [
    httpBatchLink({
      url: '/trpc',
      fetch: ask,
      maxURLLength: 4000,
      maxItems: 10,
      // A mutation that names its intent can be sent again without happening twice.
      headers: ({ opList }) => {
        const intent = opList[0]?.context.intent;
        return typeof intent === 'string' ? { 'Idempotency-Key': intent } : {};
      },
    }),
  ],
});

/** api.booking.create.mutate(input, intent(key)) */
export const intent = (key: string) => ({ context: { intent: key } });

const t = words('refusals', { signedOut: 'You have been signed out. Sign in and come back.' });
/** The session has ended: one sentence for it everywhere, and ui/Said puts the way back beside it. */
export const signedOut = () => t('signedOut');
export const isSignedOut = (message: string | undefined) => message === signedOut();

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** Any failure in one shape: a stable code, a sentence for people, and the fields it is about. */
export interface Refusal {
  code: string;
  message: string;
  fields: FieldProblem[];
  status: number;
  isOffline: boolean;
  more: Record<string, unknown>;
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof TRPCClientError) {
    const data = error.data as { httpStatus?: number; docket?: { code: string; errors?: FieldProblem[] } } | null | undefined;
    if (data?.docket)
      return {
        code: data.docket.code, message: data.docket.code === 'unauthenticated' ? signedOut() : error.message, fields: data.docket.errors ?? [],
        status: data.httpStatus ?? 400, isOffline: false, more: data.docket as unknown as Record<string, unknown>,
      };
    // No answer at all, or none of ours: a proxy, a lost network, a server that restarts.
    return { code: 'unreachable', message: error.message, fields: [], status: 0, isOffline: true, more: {} };
  }
  return { code: 'unknown', message: error instanceof Error ? error.message : String(error), fields: [], status: 0, isOffline: false, more: {} };
}

/** A fresh key for one intention: sent again with the same key, it happens once. */
export function intentKey(): string {
  return crypto.randomUUID();
}
