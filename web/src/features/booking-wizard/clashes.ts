import type { Clash } from './series';
import { shortTime } from './when';
import { t } from './words';

const texts = {
  slot_taken: 'clashTaken', outside_hours: 'clashHours', off_grid: 'clashHours', too_soon: 'clashSoon', too_far: 'clashFar', day_limit: 'clashDay', week_limit: 'clashWeek',
  client_limit: 'clashClient', travel: 'clashTravel',
} as const;

/** "Tue 1 Dec 09:00: Ana does not work then" */
export function clashText({ start, code }: Clash, name: string, zone: string): string {
  return t('clash', { time: shortTime(start, zone), why: t(texts[code as keyof typeof texts] ?? 'clashOther', { name }) });
}
