import { Page } from '~/app/Page';

export default function ServicesPage() {
  return <Page title="Services"><h1>Services</h1></Page>;
}
