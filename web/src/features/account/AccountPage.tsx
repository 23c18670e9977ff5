import { Page } from '~/app/Page';

export default function AccountPage() {
  return <Page title="Account"><h1>Account</h1></Page>;
}
