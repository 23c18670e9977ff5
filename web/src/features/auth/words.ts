import { words } from '~/lib/i18n';

export const t = words('auth', {
  signInTitle: 'Sign in',
  signUpTitle: 'Make an account',
  offerTitle: '{offer}',
  email: 'E-mail',
  password: 'Password',
  passwordHint: 'At least 8 characters; a sentence is best.',
  name: 'Your name',
  nameHint: 'Others see it on {bookings} and messages.',
  signIn: 'Sign in',
  signUp: 'Make my account',
  noAccount: 'No account yet?',
  makeOne: 'Make one',
  haveAccount: 'Already have one?',
  zone: 'Your time zone is {zone}; you can change it in your account.',
  show: 'Show password',
  hide: 'Hide password',
  welcome: 'Welcome, {name}.',
  already: 'You are signed in as {name}.',
  goOn: 'Go on',
  signOut: 'Sign out',
});
