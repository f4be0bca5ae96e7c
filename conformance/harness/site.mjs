// An application's own web site on loopback, over plain HTTP as on a developer's machine.

import { createServer } from 'node:http';

/** Listens on a free port and answers with `handler`; `origin` has no slash at the end. */
export async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A site that keeps the requests that come to it, for clients that finish a flow by hand. */
export async function callbackSite() {
  const requests = [];
  const site = await listen(async (request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(404).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    requests.push({
      method: request.method,
      url: new URL(request.url, site.origin),
      headers: request.headers,
      body,
    });
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>back</title><h1>Back at the application</h1>');
  });
  return { ...site, requests, last: () => requests.at(-1) };
}
