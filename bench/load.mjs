// Puts a load on one URL for some seconds: wrk where it is installed, npm autocannon otherwise.

import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const lua = fileURLToPath(new URL('request.lua', import.meta.url));
const autocannon = fileURLToPath(new URL('oidc-provider/node_modules/autocannon/autocannon.js', import.meta.url));

const connections = 16;
const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

export const generator = `${hasWrk ? 'wrk, one thread' : 'autocannon'}, ${connections} connections`;

/** Answers requests per second and latencies in milliseconds; a request that isn't answered with 2xx is an error, or where `redirects` are expected with 3xx. */
export async function load({ method = 'GET', url, headers = {}, body = '' }, seconds, { redirects = false } = {}) {
  const result = await (hasWrk ? withWrk : withAutocannon)({ method, url, headers, body }, seconds);
  if (redirects) result.failed -= result.redirected;
  if (result.failed > 0 || result.lost > 0) {
    throw new Error(`${method} ${url}: ${result.failed} refused and ${result.lost} lost of ${result.requests}`);
  }
  return { requests: result.requests, rate: result.requests / result.seconds, p50: result.p50, p99: result.p99 };
}

async function withWrk({ method, url, headers, body }, seconds) {
  const env = {
    ...process.env,
    BENCH_METHOD: method,
    BENCH_BODY: body,
    // wrk knows its own header by this spelling only, and would send two.
    BENCH_HEADERS: Object.entries(headers).map(([name, value]) => `${name === 'host' ? 'Host' : name}: ${value}`).join('\n'),
  };
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', lua, url], { env });
  // To wrk a redirect is no error.
  return { ...JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]), redirected: 0 };
}

async function withAutocannon({ method, url, headers, body }, seconds) {
  const commandLine = ['-j', '-c', String(connections), '-d', String(seconds), '-m', method];
  for (const [name, value] of Object.entries(headers)) commandLine.push('-H', `${name}=${value}`);
  if (body) commandLine.push('-b', body);
  const { stdout } = await run(process.execPath, [autocannon, ...commandLine, url], { maxBuffer: 1 << 26 });
  const { requests, duration, latency, non2xx, errors, timeouts, '3xx': redirected } = JSON.parse(stdout);
  return { requests: requests.total, seconds: duration, p50: latency.p50, p99: latency.p99, failed: non2xx, redirected, lost: errors + timeouts };
}
