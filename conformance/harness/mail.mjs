// What the server sent, from the inbox that it has in development.

import { baseUrl } from './tenant.mjs';

/** The newest message to somebody, once it is there. */
export async function mailTo(address, template) {
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(`${baseUrl}/dev/inbox/messages?to=${encodeURIComponent(address)}`);
    const { messages } = await response.json();
    const found = messages.find((message) => !template || message.template === template);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing came to ${address}`);
}
