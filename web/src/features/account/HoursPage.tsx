import { useQuery } from '~/api/query';
import type { Account } from '~/api/types';
import { ErrorState, Skeleton } from '~/ui/States';
import { SavedCopy } from '~/ui/SavedCopy';
import { AccountFrame } from './AccountFrame';
import { HoursForm } from './hours/HoursForm';
import { hoursKey, loadHours } from './hours/useDraft';
import { t } from './hours/words';

function HoursLoader({ account }: { account: Account }) {
  const query = useQuery({ queryKey: hoursKey, queryFn: loadHours });
  const { data, error, refetch } = query;
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton count={2} lines={12} />;
  return (
    <>
      <SavedCopy query={query} />
      <HoursForm hours={data} owner={account.id} />
    </>
  );
}

export default function HoursPage() {
  return <AccountFrame title={t('title')} width="wide" needsProvider>{(account) => <HoursLoader account={account} />}</AccountFrame>;
}
