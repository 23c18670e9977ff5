import { Page } from '~/app/Page';

export default function BookingsPage() {
  return <Page title="Bookings"><h1>Bookings</h1></Page>;
}
