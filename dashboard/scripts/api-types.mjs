// Types of the Management API, from the document that Ostia publishes of itself:
//   npm run api-types              writes src/api/schema.d.ts
//   npm run api-types -- --check   fails where the dashboard asks for what this binary doesn't offer
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = resolve(root, process.env.OSTIA_BIN ?? 'target/debug/ostia');
const file = new URL('../src/api/schema.d.ts', import.meta.url);

// What the dashboard calls. Everything else stays out, so that the file changes only when this does.
const USED = [
  'anomaly',
  'branding',
  'client-grants',
  'clients',
  'connections',
  'emails',
  'email-templates',
  'grants',
  'jobs',
  'keys',
  'logs',
  'attack-protection',
  'guardian',
  'organizations',
  'prompts',
  'resource-servers',
  'roles',
  'sessions',
  'refresh-tokens',
  'stats',
  'tenants',
  'tickets',
  'user-blocks',
  'users',
  'device-credentials',
];

const document = JSON.parse(execFileSync(binary, ['openapi'], { maxBuffer: 1 << 26 }).toString());
for (const path of Object.keys(document.paths)) {
  const noun = path.split('/')[1];
  if (!USED.includes(noun)) delete document.paths[path];
}

if (process.argv.includes('--check')) {
  const known = [...readFileSync(file, 'utf8').matchAll(/^ {4}"(\/[^"]*)": \{/gm)].map((match) => match[1]);
  const missing = known.filter((path) => !document.paths[path]);
  if (missing.length > 0) {
    console.error(`The binary has no ${missing.join(', ')} any more. Run: npm run api-types`);
    process.exit(1);
  }
} else {
  const types = astToString(await openapiTS(document));
  writeFileSync(
    file,
    `// Made by scripts/api-types.mjs. tidy: long because it is a table of operations.\n${types}`,
  );
}
