// Day, night, terminal, or as the machine says. A cookie, so that the server renders it and nothing flashes.
import { useEffect, useState } from 'preact/hooks';

export const themes = ['system', 'day', 'night', 'terminal'] as const;
export type Theme = (typeof themes)[number];
const YEAR_S = 365 * 86_400;

export function currentTheme(): Theme {
  const name = document.documentElement.dataset.theme;
  return themes.find((theme) => theme === name) ?? 'system';
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.dispatchEvent(new Event('docket:theme'));
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, set] = useState(currentTheme);
  useEffect(() => {
    const follow = () => set(currentTheme());
    window.addEventListener('docket:theme', follow);
    return () => window.removeEventListener('docket:theme', follow);
  }, []);
  return [theme, setTheme];
}
