import { Page } from '~/app/Page';

export default function HoursPage() {
  return <Page title="Hours"><h1>Hours</h1></Page>;
}
