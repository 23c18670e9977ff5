import { Page } from '~/app/Page';

export default function MessagesPage() {
  return <Page title="Messages"><h1>Messages</h1></Page>;
}
