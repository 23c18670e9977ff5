// Every address and its screen. Discover comes with the first load, everything else when it is asked for.
import { Route, Router } from 'preact-iso';
import { useErrorBoundary } from 'preact/hooks';
import { DiscoverPage } from '~/features/discover/DiscoverPage';
import { ErrorState } from '~/ui/States';
import { lazyPage } from './lazyPage';
import { NotFound } from './NotFound';
import { t } from './words';

const ProviderPage = lazyPage(() => import('~/features/provider/ProviderPage'));
const WizardPage = lazyPage(() => import('~/features/booking-wizard/WizardPage'));
const SuccessPage = lazyPage(() => import('~/features/booking-wizard/SuccessPage'));
const BookingsPage = lazyPage(() => import('~/features/bookings/BookingsPage'));
const BookingPage = lazyPage(() => import('~/features/bookings/BookingPage'));
const CalendarPage = lazyPage(() => import('~/features/bookings/CalendarPage'));
const MessagesPage = lazyPage(() => import('~/features/messages/MessagesPage'));
const NotificationsPage = lazyPage(() => import('~/features/messages/NotificationsPage'));
const DashboardPage = lazyPage(() => import('~/features/dashboard/DashboardPage'));
const AccountPage = lazyPage(() => import('~/features/account/AccountPage'));
const ProfilePage = lazyPage(() => import('~/features/account/ProfilePage'));
const ServicesPage = lazyPage(() => import('~/features/account/ServicesPage'));
const HoursPage = lazyPage(() => import('~/features/account/HoursPage'));
const SignInPage = lazyPage(() => import('~/features/auth/SignInPage'));
const SignUpPage = lazyPage(() => import('~/features/auth/SignUpPage'));

/** Called for each new path, and not for the one that the page was opened at. */
function onRouteChange(): void {
  // A new page begins at its top, for the eye and for the keyboard.
  window.scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}

export function Routes() {
  const [error, reset] = useErrorBoundary();
  if (error) return <div class="page"><ErrorState error={error} title={t('pageFailed')} onRetry={reset} /></div>;
  return (
    <Router onRouteChange={onRouteChange}>
      <Route path="/" component={DiscoverPage} />
      <Route path="/providers/:id" component={ProviderPage} />
      <Route path="/booking" component={DiscoverPage} />
      <Route path="/booking/manage" component={BookingsPage} />
      <Route path="/booking/manage/:bookingId" component={BookingPage} />
      <Route path="/booking/calendar" component={CalendarPage} />
      <Route path="/booking/:providerId" component={WizardPage} />
      <Route path="/booking/:providerId/success" component={SuccessPage} />
      <Route path="/messages" component={MessagesPage} />
      <Route path="/notifications" component={NotificationsPage} />
      <Route path="/dashboard" component={DashboardPage} />
      <Route path="/account" component={AccountPage} />
      <Route path="/account/profile" component={ProfilePage} />
      <Route path="/account/services" component={ServicesPage} />
      <Route path="/account/hours" component={HoursPage} />
      <Route path="/signin" component={SignInPage} />
      <Route path="/signup" component={SignUpPage} />
      <Route default component={NotFound} />
    </Router>
  );
}
