// A booking that is asked to move, in sentences: each entry carries both times, so it needs nothing but a name.
import type { Tone } from '~/ui/Tag';
import { t } from './words';

export interface MoveData {
  verb?: string;
  by?: string;
  scheduledTime?: string;
  endTime?: string;
}

const looks: Record<string, [Tone, string]> = {
  'booking.reschedule_proposed': ['wait', '↻'],
  'booking.rescheduled': ['go', '↻'],
  'booking.reschedule_declined': ['idle', '×'],
  'booking.reschedule_withdrawn': ['idle', '×'],
  'booking.reschedule_expired': ['idle', '◦'],
};
export const isMove = (type: string): boolean => type in looks;
export const lookOfMove = (type: string): [Tone, string] => looks[type] ?? ['idle', '·'];

/** Whose doing it was: who asked, or for an answer the other side; null when time ran out. */
export function moverOf(type: string, data: MoveData): 'client' | 'provider' | null {
  if (type === 'booking.reschedule_expired') return null;
  const asked = data.by === 'provider' ? 'provider' : 'client';
  const isAnswer = data.verb === 'accept-reschedule' || type === 'booking.reschedule_declined';
  return isAnswer ? (asked === 'client' ? 'provider' : 'client') : asked;
}

export function moveText(type: string, data: MoveData, isMine: boolean, name: string, when: string): string {
  switch (type) {
    case 'booking.reschedule_proposed': return isMine ? t('youAskMove', { when }) : t('theyAskMove', { name, when });
    case 'booking.reschedule_declined': return isMine ? t('youDeclineMove', { when }) : t('theyDeclineMove', { name, when });
    case 'booking.reschedule_withdrawn': return isMine ? t('youWithdrawMove', { when }) : t('theyWithdrawMove', { name, when });
    case 'booking.reschedule_expired': return t('moveRanOut', { when });
    default:
      if (data.verb === 'accept-reschedule') return isMine ? t('youAgreeMove', { when }) : t('theyAgreeMove', { name, when });
      return isMine ? t('youMoveRequest', { when }) : t('theyMoveRequest', { name, when });
  }
}
