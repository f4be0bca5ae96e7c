// A user at the hosted pages. Pages are known by their shape, not by their wording or address.

import { baseUrl, password as defaultPassword } from './tenant.mjs';

const identifier = 'input[name="username"]';
const secret = 'input[name="password"]';
const consent = 'button[name="action"][value="accept"]';

/** Whether the browser shows a page of the server. */
export const atServer = (page) => new URL(page.url()).origin === new URL(baseUrl).origin;

/**
 * Fills in whatever is asked for, until the browser has left the server or shows a page that asks for nothing.
 * Answers the names of the screens that it met, in order.
 */
export async function passScreens(page, { user, consent: answer = 'accept' } = {}) {
  const met = [];
  while (met.length < 8) {
    const screen = await nextScreen(page);
    if (screen === 'away' || screen === 'other') return met;
    met.push(screen);
    if (screen === 'consent') {
      await leave(page, `button[name="action"][value="${answer}"]`);
      continue;
    }
    if (!user) throw new Error(`the ${screen} screen asks for a user, and the test expected none`);
    const fields = screen === 'login' ? [identifier, secret] : [screen === 'identifier' ? identifier : secret];
    for (const field of fields) {
      await page.fill(field, field === identifier ? user.email : (user.password ?? defaultPassword));
    }
    const form = `form:has(${fields.at(-1)})`;
    await leave(page, `${form} button[type="submit"], ${form} input[type="submit"]`);
  }
  throw new Error(`the hosted pages go in circles: ${met.join(', ')}`);
}

/** What the browser shows once it has come to rest: `away` from the server, a screen, or `other`. */
export async function nextScreen(page) {
  await page.waitForLoadState('domcontentloaded');
  const asks = page.locator(`${identifier}, ${secret}, ${consent}`).first();
  const answers = page.locator('h1, main, [role="alert"]').first();
  await Promise.race([
    page.waitForURL((url) => url.origin !== new URL(baseUrl).origin, { waitUntil: 'commit' }),
    asks.waitFor({ state: 'visible' }),
    // A page that asks for nothing, such as an error, is given a moment: it may be about to send itself on.
    answers.waitFor({ state: 'visible' }).then(() => page.waitForTimeout(300)),
  ].map((waiting) => waiting.catch(() => {})));
  if (!atServer(page)) return 'away';
  const shows = async (selector) => page.locator(selector).first().isVisible().catch(() => false);
  if (await shows(consent)) return 'consent';
  const asksIdentifier = (await shows(identifier)) && (await page.locator(identifier).first().isEditable());
  const asksSecret = await shows(secret);
  if (asksIdentifier && asksSecret) return 'login';
  if (asksSecret) return 'password';
  return asksIdentifier ? 'identifier' : 'other';
}

/** Presses a button and waits for the document that follows. */
async function leave(page, button) {
  await page.evaluate(() => (window.stillHere = true));
  await page.locator(button).first().click();
  await page.waitForFunction(() => !window.stillHere).catch((problem) => {
    throw new Error(`nothing followed ${button} at ${page.url()}: ${problem.message}`);
  });
}
