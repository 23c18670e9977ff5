import './Button.css';
import type { ComponentChildren, JSX } from 'preact';

type Look = 'plain' | 'go' | 'quiet' | 'danger';
interface Common {
  look?: Look;
  size?: 'normal' | 'small';
  children?: ComponentChildren;
}
const classes = (look: Look, size: string, extra: unknown) => `btn ${look} ${size} ${typeof extra === 'string' ? extra : ''}`.trim();

const ignore = (event: Event) => event.preventDefault();

/** One yellow ("go") action a view region. A busy button says so and takes no second press; it keeps the focus, which a
 * disabled one loses. */
export function Button({ look = 'plain', size = 'normal', isBusy = false, class: extra, children, ...rest }:
  Common & { isBusy?: boolean } & Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'size'> & { type?: 'button' | 'submit'; disabled?: boolean; form?: string }) {
  return (
    <button
      type="button" {...rest} class={classes(look, size, extra)} disabled={rest.disabled && !isBusy}
      {...(isBusy && { onClick: ignore, 'aria-busy': true, 'aria-disabled': true })}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

export function ButtonLink({ look = 'plain', size = 'normal', class: extra, children, ...rest }:
  Common & Omit<JSX.HTMLAttributes<HTMLAnchorElement>, 'size'> & { href: string }) {
  return <a {...rest} class={classes(look, size, extra)}>{children}</a>;
}

export function IconButton({ label, class: extra, children, ...rest }:
  { label: string; children: ComponentChildren } & JSX.HTMLAttributes<HTMLButtonElement> & { disabled?: boolean }) {
  return <button type="button" {...rest} class={classes('quiet', 'icon', extra)} aria-label={label} title={label}>{children}</button>;
}
