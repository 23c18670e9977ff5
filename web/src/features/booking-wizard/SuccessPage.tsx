import { Page } from '~/app/Page';

export default function SuccessPage() {
  return <Page title="Done"><h1>Done</h1></Page>;
}
