import { firstName } from '~/lib/names';
import { formatHours } from '~/lib/time';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

/** The sentence beside a control, if something is wrong with it. */
export function problemOf({ problems, provider, draft, zone }: Wizard, field: string): string | undefined {
  const problem = problems.find((one) => one.field === field);
  if (!problem) return undefined;
  if (problem.code === 'theirs') return problem.message;
  if (problem.code === 'startGone') return t('startGone', { time: shortTime(draft.start, zone), hours: formatHours(draft.hours ?? 0) });
  return t(problem.code, { name: firstName(provider.displayName) });
}
