import { create } from 'zustand';

export type ThemeName = 'office' | 'hall';

const KEY = 'chengmai.theme';

/** The token set is tokens.css alone; antd and the map read their values from it, so no colour stands twice. */
export function token(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function stored(): ThemeName {
  try {
    return localStorage.getItem(KEY) === 'hall' ? 'hall' : 'office';
  } catch {
    return 'office';
  }
}

export const useTheme = create<{ theme: ThemeName }>(() => ({ theme: stored() }));

export function setTheme(theme: ThemeName): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that forbids storage still switches for this visit.
  }
  useTheme.setState({ theme });
}

setTheme(stored());
