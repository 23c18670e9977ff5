import { Page } from '~/app/Page';

export default function ProviderPage() {
  return <Page title="Profile"><h1>Profile</h1></Page>;
}
