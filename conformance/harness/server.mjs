// The built binary, run as its operators run it: a process, a port, a data folder.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { appendFileSync, existsSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The binary under test: OSTIA_BIN, or the release build. */
export const binary = path.resolve(root, process.env.OSTIA_BIN ?? 'target/release/ostia');

/** A loopback port that nobody listens on at this moment. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export class Server {
  #child;

  /** `plain` serves HTTP, as behind a proxy that ends TLS. `command` may be `serve`, once `dev` has made what it serves. */
  constructor({ command = 'dev', dataDir, port, log = path.join(dataDir, 'server.log'), databaseUrl = process.env.OSTIA_DATABASE_URL, plain = false }) {
    Object.assign(this, { command, dataDir, port, log, databaseUrl, plain });
  }

  /** Where the server writes what its clients need to know. */
  get devFile() {
    return path.join(this.dataDir, 'dev.json');
  }

  /** What the server wrote at its start. */
  get dev() {
    return JSON.parse(readFileSync(this.devFile, 'utf8'));
  }

  /** What the binary is called with. */
  get commandLine() {
    const address = this.command === 'serve' ? ['--listen', `127.0.0.1:${this.port}`] : ['--port', String(this.port)];
    const commandLine = [this.command, ...address, '--data-dir', this.dataDir];
    if (this.databaseUrl) commandLine.push('--database-url', this.databaseUrl);
    if (this.plain) commandLine.push('--http');
    return commandLine;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Starts the server and waits for its first answer. */
  async start({ seconds = 60 } = {}) {
    if (!existsSync(binary)) {
      throw new Error(`${path.relative(process.cwd(), binary)} is missing: run "make build", or name the binary in OSTIA_BIN`);
    }
    const output = openSync(this.log, 'a');
    const child = spawn(binary, this.commandLine, { stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child = child;
    // Whoever started the server may be interrupted; nothing is left running.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let exit;
    child.once('exit', (code, signal) => (exit = signal ?? code));
    child.once('error', (error) => (exit = error.message));
    const deadline = Date.now() + seconds * 1000;
    while (!(await this.answers())) {
      if (exit !== undefined) throw new Error(`the server ended (${exit}) before it answered:\n${this.tail()}`);
      if (Date.now() > deadline) throw new Error(`the server did not answer within ${seconds} s:\n${this.tail()}`);
      await sleep(20);
    }
    return this;
  }

  /** Whether discovery answers: over TLS with the server's own CA, or in plain HTTP. */
  async answers() {
    const options = { host: 'localhost', port: this.port, path: '/.well-known/openid-configuration', agent: false, timeout: 2000 };
    if (!this.plain) {
      try {
        options.ca = readFileSync(this.dev.ca_file);
      } catch {
        return false;
      }
    }
    return new Promise((resolve) => {
      const request = (this.plain ? http : https).get(options, (response) => resolve(response.resume().statusCode === 200));
      request.on('error', () => resolve(false));
      request.on('timeout', () => request.destroy());
    });
  }

  /** Asks the server to stop, and insists after ten seconds. */
  async stop() {
    await this.#end('SIGTERM');
  }

  /** Ends the server as a power cut would. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** The last lines that the server wrote. */
  tail(lines = 30) {
    if (!existsSync(this.log)) return '(no log)';
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Marks a place in the server's log. */
  note(text) {
    appendFileSync(this.log, `--- ${text}\n`);
  }

  /** Removes the data folder. */
  forget() {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(insist);
  }
}
