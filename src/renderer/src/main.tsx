import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyTheme } from './app/theme.ts';
import { WORDS } from './app/words.ts';
import { applyPagePolicy } from './bridge/page-policy.ts';
import { createI18n, resolveLanguage } from './i18n/index.ts';

applyPagePolicy();
// The first paint follows the system's theme; the stored choice arrives with the settings shortly after.
applyTheme('system')();
const language = resolveLanguage('system', navigator.languages);
document.documentElement.lang = language;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App i18n={createI18n(language, WORDS)} />);
