import { Page } from '~/app/Page';

export default function NotificationsPage() {
  return <Page title="Notifications"><h1>Notifications</h1></Page>;
}
