import { themes, useTheme, type Theme } from './theme';
import { t } from './words';

const labels: Record<Theme, string> = { system: t('themeSystem'), day: t('themeDay'), night: t('themeNight'), terminal: t('themeTerminal') };

/** The look is anybody's choice, signed in or not. */
export function Footer() {
  const [theme, setTheme] = useTheme();
  return (
    <footer class="foot">
      <a href="/docs">{t('api')}</a>
      <label>
        {t('theme')}{' '}
        <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
          {themes.map((name) => <option key={name} value={name} selected={name === theme}>{labels[name]}</option>)}
        </select>
      </label>
    </footer>
  );
}
