import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Shell } from '../shell/shell.tsx';
import { Crashed, NoPage } from '../ui/error-screen.tsx';
import { decodeSearch, encodeSearch } from '../workbench/case-search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NoPage, errorComponent: Crashed });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.tsx'), 'HomePage'),
});

export const casesRoute = createRoute({
  getParentRoute: () => root,
  path: '/cases/{-$caseId}',
  validateSearch: (raw: Record<string, unknown>) => encodeSearch(decodeSearch(raw)),
  component: lazyRouteComponent(() => import('../workbench/workbench.tsx'), 'Workbench'),
});

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : null);
const strings = (raw: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(raw).flatMap(([name, value]) => (text(value) ? [[name, text(value)!.value]] : [])));

const evaluation = createRoute({
  getParentRoute: () => root,
  path: '/eval',
  validateSearch: strings,
  component: lazyRouteComponent(() => import('../evaluation/evaluation-page.tsx'), 'EvaluationPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin/{-$section}',
  validateSearch: strings,
  component: lazyRouteComponent(() => import('../admin/admin-page.tsx'), 'AdminPage'),
});

/** Values stand in the address as plain text: `?light=red,yellow`, not as JSON. */
const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));
const stringifySearch = (search: Record<string, unknown>): string => {
  const written = new URLSearchParams(strings(search)).toString().replaceAll('%2C', ',');
  return written === '' ? '' : `?${written}`;
};

export const router = createRouter({
  routeTree: root.addChildren([home, casesRoute, evaluation, admin]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
