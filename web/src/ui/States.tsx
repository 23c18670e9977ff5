// The four states that every screen has beside its content.
import './States.css';
import type { ComponentChildren } from 'preact';
import { isSignedOut, refusalOf } from '~/api/client';
import { Button } from './Button';
import { Icon, type IconName } from './Icon';
import { SignInLink } from './Said';
import { t } from './words';

/** Boxes where content will stand, as high as the content; `lines` of text in each. */
export function Skeleton({ count = 1, lines = 3, label = t('loading') }: { count?: number; lines?: number; label?: string }) {
  return (
    <div class="skeletons" role="status" aria-label={label}>
      {Array.from({ length: count }, (_, box) => (
        <div class="skeleton" key={box} aria-hidden="true">
          {Array.from({ length: lines }, (_line, line) => <span key={line} />)}
        </div>
      ))}
    </div>
  );
}

export function Empty({ icon = 'search', title, children, action }: { icon?: IconName; title: string; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="state">
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      {children && <p class="muted">{children}</p>}
      {action && <div class="row">{action}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry, title = t('errorTitle') }: { error: unknown; onRetry?: () => void; title?: string }) {
  const refusal = refusalOf(error);
  return (
    <div class="state error" role="alert">
      <Icon name="alert" size={28} />
      <h2>{title}</h2>
      <p class="muted">{refusal.isOffline ? t('errorOffline') : refusal.message}</p>
      {isSignedOut(refusal.message) ? <SignInLink class="btn go" /> : onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}
