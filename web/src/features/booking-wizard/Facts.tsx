import './Facts.css';
import type { ComponentChildren } from 'preact';

export interface Fact {
  name: string;
  /** The part of it that counts. */
  main: ComponentChildren;
  more?: ComponentChildren;
  end?: ComponentChildren;
}

/** Names in mono on the left, what they stand for on the right; empty ones are left out by who calls. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts-list">
      {facts.map(({ name, main, more, end }) => (
        <div key={name}>
          <dt class="mono xs">{name}</dt>
          <dd>{main}{more && <span class="muted more">{more}</span>}</dd>
          {end && <dd class="end">{end}</dd>}
        </div>
      ))}
    </dl>
  );
}
