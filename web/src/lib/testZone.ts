import { vi } from 'vitest';

/** Tests only: the viewer's zone, whatever the machine's is, until the mocks are restored. */
export function standIn(timeZone: string): void {
  const own = Intl.DateTimeFormat().resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({ ...own, timeZone });
}
