import { Page } from '~/app/Page';

export default function BookingPage() {
  return <Page title="Booking"><h1>Booking</h1></Page>;
}
