import './Tag.css';
import { canonicalStatus, statusLabel } from '~/api/edition';

export type Tone = 'wait' | 'go' | 'live' | 'bad' | 'idle';
/** Glyph + word + colour: any two may be missed and it is still understood. */
export function Tag({ tone, glyph, children }: { tone: Tone; glyph: string; children: string }) {
  return <span class={`tag ${tone}`}><span aria-hidden="true">{glyph}</span>{children}</span>;
}

const looks: Record<string, [Tone, string]> = {
  PENDING: ['wait', '…'],
  CONFIRMED: ['go', '✓'],
  IN_PROGRESS: ['live', '▶'],
  REVISION: ['wait', '↻'],
  COMPLETED: ['go', '■'],
  APPROVED: ['go', '✓'],
  CANCELLED: ['idle', '×'],
  DECLINED: ['bad', '×'],
  EXPIRED: ['idle', '◦'],
  DISPUTED: ['bad', '!'],
};

export const statusLook = (status: string): [Tone, string] => looks[canonicalStatus(status)] ?? ['idle', '·'];

export function StatusTag({ status }: { status: string }) {
  const [tone, glyph] = statusLook(status);
  return <Tag tone={tone} glyph={glyph}>{statusLabel(status)}</Tag>;
}
