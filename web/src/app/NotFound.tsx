import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Page } from './Page';
import { t } from './words';

export function NotFound() {
  return (
    <Page title={t('notFoundTitle')} width="narrow">
      <div class="state">
        <Icon name="search" size={28} />
        <h1>{t('notFoundTitle')}</h1>
        <p class="muted">{t('notFoundText')}</p>
        <ButtonLink look="go" href="/">{t('toDiscover')}</ButtonLink>
      </div>
    </Page>
  );
}
