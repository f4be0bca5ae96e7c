// Logging in: through Ostia, with Auth0's own SDK, as any application does.
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react';
import { Anchor, Button, Center, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from 'react';
import { takeTokensFrom } from './api/client';
import { Mark } from './parts/Mark';
import { MANAGEMENT_SCOPES, scopesOf } from './scopes';

export const HOME = '/dashboard';

function told(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="ostia-${name}"]`)?.content ?? '';
}

export const nonce = told('nonce');
const domain = window.location.host;

/** Who is logged in, and what they may do. */
export interface Session {
  /** The user's id. */
  userId: string;
  name: string;
  email: string | undefined;
  domain: string;
  /** Whether the token carries one of these scopes. */
  may: (...scopes: string[]) => boolean;
  logOut: () => void;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('There is a session inside of SessionProvider only.');
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  return (
    <Auth0Provider
      domain={window.location.origin}
      issuer={domain}
      clientId={told('client-id')}
      // Nothing that is worth stealing is stored: after a load, a frame of this origin asks the session of the
      // browser for a new token.
      cacheLocation="memory"
      authorizationParams={{
        redirect_uri: window.location.origin + HOME,
        audience: `https://${domain}/api/v2/`,
        scope: ['openid', 'profile', 'email', ...MANAGEMENT_SCOPES].join(' '),
      }}
      onRedirectCallback={(state) => {
        window.history.replaceState({}, '', state?.returnTo ?? HOME);
      }}
    >
      <Gate>{children}</Gate>
    </Auth0Provider>
  );
}

function Gate({ children }: { children: ReactNode }) {
  const { isLoading, isAuthenticated, error, user, loginWithRedirect, getAccessTokenSilently, logout } =
    useAuth0();
  const [scopes, setScopes] = useState<ReadonlySet<string> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    if (isLoading || error) return;
    const logIn = () => {
      const returnTo = window.location.pathname + window.location.search;
      loginWithRedirect({ appState: { returnTo } }).catch(setFailure);
    };
    if (!isAuthenticated) {
      logIn();
      return;
    }
    takeTokensFrom(async (isRefused) => {
      try {
        return (await getAccessTokenSilently(isRefused ? { cacheMode: 'off' } : {})) ?? '';
      } catch (problem) {
        // The session is over.
        if (problem instanceof Error && 'error' in problem && problem.error === 'login_required') logIn();
        throw problem;
      }
    });
    // The whole page is drawn then. In a transition the browser stays responsive meanwhile.
    const letIn = (token: string | undefined) => startTransition(() => setScopes(scopesOf(token ?? '')));
    getAccessTokenSilently().then(letIn, setFailure);
  }, [isLoading, isAuthenticated, error, loginWithRedirect, getAccessTokenSilently]);

  const logOut = () => void logout({ logoutParams: { returnTo: window.location.origin + HOME } });
  const problem = error ?? failure;
  if (problem) return <Failed problem={problem} logOut={logOut} />;
  if (scopes === null) {
    // As index.html, so that nothing moves.
    return (
      <div className="boot" role="status">
        <Mark size={22} />
        ostia
        <span className="says">Logging you in…</span>
      </div>
    );
  }
  if (scopes.size === 0) return <NotAdmitted name={user?.email ?? user?.name ?? 'you'} logOut={logOut} />;
  const session: Session = {
    userId: user?.sub ?? '',
    name: user?.name ?? user?.email ?? 'You',
    email: user?.email,
    domain,
    may: (...wanted) => wanted.some((scope) => scopes.has(scope)),
    logOut,
  };
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

function Outside({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center mih="100dvh" p="lg" component="main">
      <Stack maw={520} gap="md">
        <Mark size={32} />
        <Title order={1} size="h2">
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  );
}

function Failed({ problem, logOut }: { problem: unknown; logOut: () => void }) {
  const text = problem instanceof Error ? problem.message : 'The server didn’t say why.';
  return (
    <Outside title="You couldn’t be logged in">
      <Text>{text}</Text>
      <Group>
        <Button onClick={() => window.location.assign(HOME)}>Try again</Button>
        <Button variant="default" onClick={logOut}>
          Log in as somebody else
        </Button>
      </Group>
    </Outside>
  );
}

function NotAdmitted({ name, logOut }: { name: string; logOut: () => void }) {
  return (
    <Outside title="You have no role here yet">
      <Text>
        You are logged in as <b>{name}</b>, and none of your roles lets you into the dashboard of {domain}.
        There are two ways in:
      </Text>
      <List>
        <List.Item>
          An owner opens <b>Users</b>, finds you, and gives you one of the <b>Dashboard …</b> roles.
        </List.Item>
        <List.Item>
          Whoever runs the server types <Code>ostia user admit {name}</Code>.
        </List.Item>
      </List>
      <Text>
        Then <Anchor href={HOME}>load this page again</Anchor>.
      </Text>
      <Group>
        <Button variant="default" onClick={logOut}>
          Log in as somebody else
        </Button>
      </Group>
    </Outside>
  );
}
