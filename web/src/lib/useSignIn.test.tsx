// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it } from 'vitest';
import { useSignIn } from './useSignIn';

const link = () => screen.getByRole('link', { name: 'Sign in' });
function There() {
  return <a {...useSignIn()}>Sign in</a>;
}
afterEach(cleanup);

it.each([
  ['/booking/user_a?service=1&at=2', '/signin?next=%2Fbooking%2Fuser_a%3Fservice%3D1%26at%3D2'],
  ['/messages', '/signin?next=%2Fmessages'],
  ['/', '/signin'],
  ['/signin', '/signin'],
  ['/signup?offer=1', '/signin'],
  ['/signup?next=%2Fmessages', '/signin?next=%2Fmessages'],
  ['/signin?next=%2Fbooking%3Fa%3D1', '/signin?next=%2Fbooking%3Fa%3D1'],
])('from %s', (here, there) => {
  history.replaceState(null, '', here);
  render(<LocationProvider><There /></LocationProvider>);
  expect(link().getAttribute('href')).toBe(there);
});

it('leads back to what has been chosen here meanwhile', () => {
  history.replaceState(null, '', '/booking/user_a');
  render(<LocationProvider><There /></LocationProvider>);
  history.replaceState(null, '', '/booking/user_a?step=review');
  fireEvent.click(link());
  expect(link().getAttribute('href')).toBe('/signin?next=%2Fbooking%2Fuser_a%3Fstep%3Dreview');
});
