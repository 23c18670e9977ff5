import { words } from '~/lib/i18n';

export const t = words('ui', {
  close: 'Close',
  retry: 'Try again',
  errorTitle: 'That did not work',
  errorOffline: 'The server cannot be reached. Your connection may be gone, or the server restarts.',
  offline: 'You are offline. What you see was saved {age}.',
  offlineNow: 'You are offline. Changes wait until the connection is back.',
  loading: 'Loading',
  optional: 'optional',
  stars: '{rating} out of 5',
  reviews_one: '{count} review',
  reviews_other: '{count} reviews',
  newHere: 'New here',
  verified: 'ID verified',
  problems: 'Please look at this again',
  signInFirst: 'Please sign in first',
  signIn: 'Sign in',
  signUp: 'Make an account',
  saved: 'Saved.',
  show: 'Show',
  hide: 'Hide',
});
