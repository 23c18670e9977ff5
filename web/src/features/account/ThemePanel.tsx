import { themes, useTheme, type Theme } from '~/app/theme';
import { t } from './words';

const labels: Record<Theme, string> = { system: t('themeSystem'), day: t('themeDay'), night: t('themeNight'), terminal: t('themeTerminal') };

export function ThemePanel() {
  const [theme, setTheme] = useTheme();
  return (
    <fieldset class="panel">
      <legend class="vh">{t('themeTitle')}</legend>
      <h2>{t('themeTitle')}</h2>
      <div class="themes">
        {themes.map((name) => (
          <label key={name} class="choice">
            <input type="radio" name="theme" value={name} checked={name === theme} onChange={() => setTheme(name)} />{labels[name]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
