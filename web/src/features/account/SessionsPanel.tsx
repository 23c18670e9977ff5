import { api, refusalOf } from '~/api/client';
import { keyOf, stale, useQuery } from '~/api/query';
import type { Outputs } from '~/api/types';
import { shortDay, viewerZone } from '~/lib/time';
import { Button } from '~/ui/Button';
import { ErrorState, Skeleton } from '~/ui/States';
import { Tag } from '~/ui/Tag';
import { toast } from '~/ui/Toast';
import { agentName } from './agent';
import { t } from './words';

type Session = Outputs['session']['list']['sessions'][number];

function SessionRow({ session }: { session: Session }) {
  const revoke = async () => {
    try {
      await api.session.revoke.mutate({ id: session.id });
      toast(t('revoked'));
    } catch (error) {
      toast(refusalOf(error).message, 'bad');
    }
    stale('session.');
  };
  return (
    <li>
      <div class="grow">
        <p>{agentName(session.label) || (session.kind === 'token' ? t('token') : t('thisOne'))}</p>
        <p class="xs muted mono">{t('since', { day: shortDay(session.createdAt, viewerZone()) })}</p>
      </div>
      {session.current ? <Tag tone="go" glyph="✓">{t('thisOne')}</Tag> : <Button size="small" onClick={() => void revoke()}>{t('revoke')}</Button>}
    </li>
  );
}

export function SessionsPanel() {
  const { data, error, refetch } = useQuery({ queryKey: keyOf('session.list'), queryFn: () => api.session.list.query() });
  return (
    <section class="panel">
      <h2>{t('sessionsTitle')}</h2>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={2} />}
      {data && <ul class="list">{data.sessions.map((session) => <SessionRow key={session.id} session={session} />)}</ul>}
    </section>
  );
}
