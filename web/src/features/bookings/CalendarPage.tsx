import { Page } from '~/app/Page';

export default function CalendarPage() {
  return <Page title="Calendar"><h1>Calendar</h1></Page>;
}
