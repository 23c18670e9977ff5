import './Tabs.css';

/** Links that look like tabs: each view has an address of its own. */
export function TabLinks({ label, items }: { label: string; items: { href: string; label: string; isCurrent: boolean; count?: number }[] }) {
  return (
    <nav class="tab-links" aria-label={label}>
      {items.map((item) => (
        <a key={item.href} href={item.href} aria-current={item.isCurrent ? 'page' : undefined}>
          {item.label}{item.count !== undefined && <span class="mono xs">{item.count}</span>}
        </a>
      ))}
    </nav>
  );
}
