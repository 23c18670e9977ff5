// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it } from 'vitest';
import { SignInFirst } from './SignInFirst';

afterEach(cleanup);

it('both forms lead back to what has been chosen here meanwhile', () => {
  history.replaceState(null, '', '/booking/calendar');
  render(<LocationProvider><SignInFirst>To see them.</SignInFirst></LocationProvider>);
  history.replaceState(null, '', '/booking/calendar?view=week');
  const hrefOf = (name: string) => {
    const link = screen.getByRole('link', { name });
    fireEvent.click(link);
    return link.getAttribute('href');
  };
  expect(hrefOf('Sign in')).toBe('/signin?next=%2Fbooking%2Fcalendar%3Fview%3Dweek');
  expect(hrefOf('Make an account')).toBe('/signup?next=%2Fbooking%2Fcalendar%3Fview%3Dweek');
});
