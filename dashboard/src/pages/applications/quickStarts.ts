// Code that works, with this tenant's domain and the application's ids in it. Nothing is fetched: these are texts.
import type { Client } from '~/api/shapes';

export interface QuickStart {
  name: string;
  install: string;
  file: string;
  code: string;
  /** What has to be listed in the settings for it to work. */
  callback: string | null;
}

type Facts = { domain: string; clientId: string; audience: string };

const SPA = (f: Facts): QuickStart[] => [
  {
    name: 'JavaScript',
    install: 'npm install @auth0/auth0-spa-js',
    file: 'main.js',
    callback: 'http://localhost:5173',
    code: `import { createAuth0Client } from '@auth0/auth0-spa-js';

const auth0 = await createAuth0Client({
  domain: '${f.domain}',
  clientId: '${f.clientId}',
  authorizationParams: { redirect_uri: window.location.origin },
  useRefreshTokens: true,
});

if (location.search.includes('code=')) {
  await auth0.handleRedirectCallback();
  history.replaceState({}, '', location.pathname);
}
if (await auth0.isAuthenticated()) {
  console.log(await auth0.getUser());
} else {
  await auth0.loginWithRedirect();
}`,
  },
  {
    name: 'React',
    install: 'npm install @auth0/auth0-react',
    file: 'main.jsx',
    callback: 'http://localhost:5173',
    code: `import { Auth0Provider, useAuth0 } from '@auth0/auth0-react';
import { createRoot } from 'react-dom/client';

function App() {
  const { isLoading, user, loginWithRedirect, logout } = useAuth0();
  if (isLoading) return null;
  return user
    ? <button onClick={() => logout({ logoutParams: { returnTo: location.origin } })}>Log {user.name} out</button>
    : <button onClick={() => loginWithRedirect()}>Log in</button>;
}

createRoot(document.getElementById('root')).render(
  <Auth0Provider
    domain="${f.domain}"
    clientId="${f.clientId}"
    authorizationParams={{ redirect_uri: window.location.origin }}
    useRefreshTokens
  >
    <App />
  </Auth0Provider>,
);`,
  },
  {
    name: 'Vue',
    install: 'npm install @auth0/auth0-vue',
    file: 'main.js',
    callback: 'http://localhost:5173',
    code: `import { createAuth0 } from '@auth0/auth0-vue';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App)
  .use(createAuth0({
    domain: '${f.domain}',
    clientId: '${f.clientId}',
    authorizationParams: { redirect_uri: window.location.origin },
    useRefreshTokens: true,
  }))
  .mount('#app');`,
  },
  {
    name: 'Angular',
    install: 'npm install @auth0/auth0-angular',
    file: 'main.ts',
    callback: 'http://localhost:4200',
    code: `import { provideAuth0 } from '@auth0/auth0-angular';
import { bootstrapApplication } from '@angular/platform-browser';
import { AppComponent } from './app/app.component';

bootstrapApplication(AppComponent, {
  providers: [
    provideAuth0({
      domain: '${f.domain}',
      clientId: '${f.clientId}',
      authorizationParams: { redirect_uri: window.location.origin },
      useRefreshTokens: true,
    }),
  ],
});`,
  },
];

const WEB = (f: Facts): QuickStart[] => [
  {
    name: 'Express',
    install: 'npm install express express-openid-connect',
    file: 'server.js',
    callback: 'http://localhost:3000/callback',
    code: `const express = require('express');
const { auth, requiresAuth } = require('express-openid-connect');

const app = express();
app.use(auth({
  issuerBaseURL: 'https://${f.domain}',
  baseURL: 'http://localhost:3000',
  clientID: '${f.clientId}',
  clientSecret: process.env.CLIENT_SECRET,
  secret: process.env.SESSION_SECRET, // openssl rand -hex 32
  authorizationParams: { response_type: 'code' },
  authRequired: false,
}));
app.get('/', requiresAuth(), (request, response) => response.json(request.oidc.user));
app.listen(3000);`,
  },
  {
    name: 'Next.js',
    install: 'npm install @auth0/nextjs-auth0',
    file: 'lib/auth0.ts',
    callback: 'http://localhost:3000/auth/callback',
    code: `import { Auth0Client } from '@auth0/nextjs-auth0/server';

// .env.local:
//   AUTH0_DOMAIN=${f.domain}
//   AUTH0_CLIENT_ID=${f.clientId}
//   AUTH0_CLIENT_SECRET=…
//   AUTH0_SECRET=…            openssl rand -hex 32
//   APP_BASE_URL=http://localhost:3000
export const auth0 = new Auth0Client();

// middleware.ts:
//   export const middleware = (request) => auth0.middleware(request);
// Then /auth/login and /auth/logout work.`,
  },
  {
    name: 'Python (Flask)',
    install: 'pip install flask authlib requests',
    file: 'app.py',
    callback: 'http://localhost:3000/callback',
    code: `import os
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
oauth = OAuth(app)
oauth.register(
    "ostia",
    client_id="${f.clientId}",
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email"},
    server_metadata_url="https://${f.domain}/.well-known/openid-configuration",
)

@app.get("/")
def home():
    return session.get("user") or redirect("/login")

@app.get("/login")
def login():
    return oauth.ostia.authorize_redirect(url_for("callback", _external=True))

@app.get("/callback")
def callback():
    session["user"] = oauth.ostia.authorize_access_token()["userinfo"]
    return redirect("/")

app.run(port=3000)`,
  },
  {
    name: 'ASP.NET Core',
    install: 'dotnet add package Auth0.AspNetCore.Authentication',
    file: 'Program.cs',
    callback: 'https://localhost:3000/callback',
    code: `using Auth0.AspNetCore.Authentication;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuth0WebAppAuthentication(options => {
    options.Domain = "${f.domain}";
    options.ClientId = "${f.clientId}";
    options.ClientSecret = builder.Configuration["ClientSecret"];
});
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", (HttpContext context) => $"Hello, {context.User.Identity!.Name}").RequireAuthorization();
app.Run();`,
  },
];

const NATIVE = (f: Facts): QuickStart[] => [
  {
    name: 'Swift (iOS, macOS)',
    install: 'https://github.com/auth0/Auth0.swift  (Swift Package Manager)',
    file: 'Login.swift',
    callback: `YOUR.BUNDLE.ID://${f.domain}/ios/YOUR.BUNDLE.ID/callback`,
    code: `import Auth0

let credentials = try await Auth0
    .webAuth(clientId: "${f.clientId}", domain: "${f.domain}")
    .scope("openid profile email offline_access")
    .start()
print(credentials.idToken)`,
  },
  {
    name: 'Kotlin (Android)',
    install: "implementation 'com.auth0.android:auth0:3.+'",
    file: 'LoginActivity.kt',
    callback: `YOUR.PACKAGE://${f.domain}/android/YOUR.PACKAGE/callback`,
    code: `val account = Auth0.getInstance("${f.clientId}", "${f.domain}")

lifecycleScope.launch {
    val credentials = WebAuthProvider.login(account)
        .withScheme(packageName)
        .withScope("openid profile email offline_access")
        .await(this@LoginActivity)
    println(credentials.user.name)
}`,
  },
  {
    name: 'Flutter',
    install: 'flutter pub add auth0_flutter',
    file: 'main.dart',
    callback: `YOUR.PACKAGE://${f.domain}/android/YOUR.PACKAGE/callback`,
    code: `import 'package:auth0_flutter/auth0_flutter.dart';

final auth0 = Auth0('${f.domain}', '${f.clientId}');

Future<void> logIn() async {
  final credentials = await auth0.webAuthentication().login();
  print(credentials.user.name);
}`,
  },
  {
    name: 'Command line',
    install: 'npm install openid-client open',
    file: 'login.mjs',
    callback: 'http://127.0.0.1:8976/callback',
    code: `import { createServer } from 'node:http';
import open from 'open';
import * as client from 'openid-client';

const config = await client.discovery(new URL('https://${f.domain}'), '${f.clientId}', undefined, client.None());
const verifier = client.randomPKCECodeVerifier();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: 'http://127.0.0.1:8976/callback',
  scope: 'openid profile offline_access',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
});
createServer(async (request, response) => {
  const back = new URL(request.url, 'http://127.0.0.1:8976');
  const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier });
  response.end('You are logged in. You can close this window.');
  console.log(tokens.claims());
  process.exit();
}).listen(8976, '127.0.0.1', () => open(url.href));`,
  },
];

const MACHINE = (f: Facts): QuickStart[] => [
  {
    name: 'cURL',
    install: '',
    file: 'token.sh',
    callback: null,
    code: `curl https://${f.domain}/oauth/token \\
  -d grant_type=client_credentials \\
  -d client_id=${f.clientId} \\
  -d client_secret="$CLIENT_SECRET" \\
  -d audience=${f.audience}`,
  },
  {
    name: 'Node.js',
    install: 'npm install auth0',
    file: 'token.mjs',
    callback: null,
    code: `import { AuthenticationClient } from 'auth0';

const auth0 = new AuthenticationClient({
  domain: '${f.domain}',
  clientId: '${f.clientId}',
  clientSecret: process.env.CLIENT_SECRET,
});
const { data } = await auth0.oauth.clientCredentialsGrant({ audience: '${f.audience}' });
console.log(data.access_token);`,
  },
  {
    name: 'Python',
    install: 'pip install auth0-python',
    file: 'token.py',
    callback: null,
    code: `import os
from auth0.authentication import GetToken

token = GetToken("${f.domain}", "${f.clientId}", client_secret=os.environ["CLIENT_SECRET"])
print(token.client_credentials("${f.audience}")["access_token"])`,
  },
  {
    name: 'Go',
    install: 'go get golang.org/x/oauth2',
    file: 'main.go',
    callback: null,
    code: `config := clientcredentials.Config{
	ClientID:       "${f.clientId}",
	ClientSecret:   os.Getenv("CLIENT_SECRET"),
	TokenURL:       "https://${f.domain}/oauth/token",
	EndpointParams: url.Values{"audience": {"${f.audience}"}},
}
client := config.Client(context.Background())
response, err := client.Get("https://api.example/")`,
  },
];

/** The quick starts that suit an application. */
export function quickStarts(client: Client, domain: string, audience: string): QuickStart[] {
  const facts = { domain, clientId: client.client_id, audience };
  switch (client.app_type) {
    case 'spa':
      return SPA(facts);
    case 'native':
      return NATIVE(facts);
    case 'non_interactive':
      return MACHINE(facts);
    default:
      return WEB(facts);
  }
}
