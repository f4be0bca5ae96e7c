// Every view and its address. What a list shows is a part of the address, so that it can be sent to somebody.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { listClients, readClient } from './pages/applications/queries';
import { queries } from './queries';
import { Shell } from './shell/Shell';
import { Crashed, Missing } from './shell/Trouble';

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: Missing,
  errorComponent: Crashed,
});

const page = z.number().int().min(0).optional().catch(undefined);
const text = z.string().max(500).optional().catch(undefined);
/** In the query language. */
const query = z.string().max(2_000).optional().catch(undefined);

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/applications', replace: true });
  },
});

const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  validateSearch: z.object({
    search: text,
    type: z.enum(['native', 'spa', 'regular_web', 'non_interactive', 'none']).optional().catch(undefined),
    owner: z.enum(['first', 'third']).optional().catch(undefined),
    grant: text,
  }),
  loader: () => void queries.prefetchQuery(listClients({})),
  component: lazyRouteComponent(() => import('./pages/applications/List'), 'List'),
});

const newApplication = createRoute({
  getParentRoute: () => root,
  path: '/applications/new',
  component: lazyRouteComponent(() => import('./pages/applications/Create'), 'Create'),
});

const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$id/{-$tab}',
  loader: ({ params }) => void queries.prefetchQuery(readClient(params.id)),
  component: lazyRouteComponent(() => import('./pages/applications/Detail'), 'Detail'),
});

const apis = createRoute({
  getParentRoute: () => root,
  path: '/apis',
  component: lazyRouteComponent(() => import('./pages/apis/List'), 'List'),
});

const oneApi = createRoute({
  getParentRoute: () => root,
  path: '/apis/$id/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/apis/Detail'), 'Detail'),
});

const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: z.object({ search: query }),
  component: lazyRouteComponent(() => import('./pages/users/List'), 'List'),
});

const user = createRoute({
  getParentRoute: () => root,
  path: '/users/$id/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/users/Detail'), 'Detail'),
});

const roles = createRoute({
  getParentRoute: () => root,
  path: '/roles',
  component: lazyRouteComponent(() => import('./pages/roles/List'), 'List'),
});

const role = createRoute({
  getParentRoute: () => root,
  path: '/roles/$id',
  validateSearch: z.object({ page, members: page }),
  component: lazyRouteComponent(() => import('./pages/roles/Detail'), 'Detail'),
});

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/organizations',
  validateSearch: z.object({ page }),
  component: lazyRouteComponent(() => import('./pages/organizations/List'), 'List'),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$id/{-$tab}',
  validateSearch: z.object({ page }),
  component: lazyRouteComponent(() => import('./pages/organizations/Detail'), 'Detail'),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections/List'), 'List'),
});

const newConnection = createRoute({
  getParentRoute: () => root,
  path: '/connections/new',
  component: lazyRouteComponent(() => import('./pages/connections/Create'), 'Create'),
});

const connection = createRoute({
  getParentRoute: () => root,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('./pages/connections/Detail'), 'Detail'),
});

const consents = createRoute({
  getParentRoute: () => root,
  path: '/consents/{-$tab}',
  validateSearch: z.object({ page, client: text }),
  component: lazyRouteComponent(() => import('./pages/consents/Consents'), 'Consents'),
});

const branding = createRoute({
  getParentRoute: () => root,
  path: '/branding/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/branding/Branding'), 'Branding'),
});

const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  validateSearch: z.object({
    q: query,
    kind: text,
    page,
    passed: z.array(z.string().max(100)).max(1_000).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/logs/Monitoring'), 'Monitoring'),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  component: lazyRouteComponent(() => import('./pages/logs/Activity'), 'Activity'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/settings/Detail'), 'Detail'),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/security/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/security/Security'), 'Security'),
});

const emails = createRoute({
  getParentRoute: () => root,
  path: '/emails/{-$tab}',
  component: lazyRouteComponent(() => import('./pages/emails/Emails'), 'Emails'),
});

const emailTemplate = createRoute({
  getParentRoute: () => root,
  path: '/emails/templates/$name',
  component: lazyRouteComponent(() => import('./pages/emails/Template'), 'TemplatePage'),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyRouteComponent(() => import('./pages/keys/Keys'), 'Keys'),
});

const tree = root.addChildren([
  home,
  applications,
  newApplication,
  application,
  apis,
  oneApi,
  users,
  user,
  roles,
  role,
  organizations,
  organization,
  connections,
  newConnection,
  connection,
  consents,
  branding,
  logs,
  activity,
  settings,
  security,
  emails,
  emailTemplate,
  keys,
]);

export const router = createRouter({
  routeTree: tree,
  basepath: '/dashboard',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

/** Fetches the code of the view that the address names, before anybody is let in to see it. */
export function preloadView(): void {
  const routes: Record<string, { options: { component?: RouteComponent } }> = router.routesById;
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    const component = routes[routeId]?.options.component;
    // What can't be fetched now is told when it is needed.
    component?.preload?.()?.catch(() => {});
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
