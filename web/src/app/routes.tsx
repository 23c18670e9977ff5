// Every address and its screen. Discover comes with the first load, everything else when it is asked for.
import { lazy, Route, Router } from 'preact-iso';
import { useErrorBoundary } from 'preact/hooks';
import { DiscoverPage } from '~/features/discover/DiscoverPage';
import { ErrorState } from '~/ui/States';
import { NotFound } from './NotFound';
import { t } from './words';

const ProviderPage = lazy(() => import('~/features/provider/ProviderPage'));
const WizardPage = lazy(() => import('~/features/booking-wizard/WizardPage'));
const SuccessPage = lazy(() => import('~/features/booking-wizard/SuccessPage'));
const BookingsPage = lazy(() => import('~/features/bookings/BookingsPage'));
const BookingPage = lazy(() => import('~/features/bookings/BookingPage'));
const CalendarPage = lazy(() => import('~/features/bookings/CalendarPage'));
const MessagesPage = lazy(() => import('~/features/messages/MessagesPage'));
const NotificationsPage = lazy(() => import('~/features/messages/NotificationsPage'));
const DashboardPage = lazy(() => import('~/features/dashboard/DashboardPage'));
const AccountPage = lazy(() => import('~/features/account/AccountPage'));
const ProfilePage = lazy(() => import('~/features/account/ProfilePage'));
const ServicesPage = lazy(() => import('~/features/account/ServicesPage'));
const HoursPage = lazy(() => import('~/features/account/HoursPage'));
const SignInPage = lazy(() => import('~/features/auth/SignInPage'));
const SignUpPage = lazy(() => import('~/features/auth/SignUpPage'));

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
