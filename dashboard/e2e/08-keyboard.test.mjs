// Without a mouse: where Tab leads, that one sees where one is, and that dialogs keep the focus and give it back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, management, open, settled, violations } from './harness.mjs';

let browser;
let page;
const [admin] = (await management('GET', `/users-by-email?email=${dev.admin_email}`)).body;
const { id: provider } = (
  await management('POST', '/connections', {
    name: 'keyboard',
    strategy: 'oidc',
    options: { discovery_url: 'https://company.example/.well-known/openid-configuration', client_id: 'ours' },
  })
).body;

before(async () => {
  browser = await launch();
  page = await open(browser);
  await enter(page);
});

after(async () => {
  await browser?.close();
});

/** What has the focus: its name, whether one sees that it has it, whether it is in a dialog. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    const styles = [element, element.closest('.choice'), element.parentElement].map(
      (one) => one && getComputedStyle(one),
    );
    const box = element.getBoundingClientRect();
    return {
      name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60),
      tag: element.tagName,
      isSeen: styles.some(
        (style) => style && (style.outlineStyle !== 'none' || /rgb/.test(style.boxShadow ?? '')),
      ),
      hasBorder: ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName),
      isThere: box.bottom > 0 && box.top < window.innerHeight && box.width > 0,
      isInDialog: element.closest('[role=dialog]') !== null,
    };
  });

test('the first Tab leads past the navigation', async () => {
  await go(page, '/applications');
  await settled(page);
  await page.keyboard.press('Tab');
  assert.equal((await focused()).name, 'Go to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const next = await focused();
  assert.equal(next.name, 'Create application', 'what comes after the content’s beginning');
});

for (const view of [
  '/applications',
  `/applications/${dev.clients.spa.client_id}/settings`,
  '/activity',
  '/logs',
]) {
  test(`one sees where one is: ${view.replace(dev.clients.spa.client_id, '…')}`, async () => {
    await go(page, view);
    await settled(page);
    const lost = [];
    let steps = 0;
    for (; steps < 60; steps += 1) {
      await page.keyboard.press('Tab');
      const now = await focused();
      if (now.tag === 'BODY') break;
      if (!now.isThere || !(now.isSeen || now.hasBorder)) lost.push(`${now.tag} ${now.name}`);
    }
    assert.ok(steps > 15, `${steps} steps`);
    assert.deepEqual(lost, []);
  });
}

const app = `/applications/${dev.clients.regular_web.client_id}`;
const user = `/users/${encodeURIComponent(admin.user_id)}`;

/** A view, the button that opens a dialog there, and the dialog’s title where it has another. */
const DIALOGS = [
  [`${app}/settings`, 'Delete application', /Delete/],
  [`${app}/credentials`, /^Rotate/, /otate/],
  ['/apis', 'Create API', 'Create API'],
  ['/roles', 'Create role', 'Create role'],
  ['/organizations', 'Create organization', 'Create organization'],
  ['/users', 'Create user', 'Create user'],
  [user, 'Set a password', 'Set a password'],
  [`/connections/${provider}`, 'Try it', /Log in with/],
];

for (const [view, button, title] of DIALOGS) {
  test(`a dialog keeps the focus and gives it back: ${title}`, async () => {
    await go(page, view);
    await settled(page);
    const opener = page.getByRole('button', { name: button, exact: true }).first();
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    // It is drawn, then the focus moves in.
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'));
    assert.deepEqual(await violations(page), []);
    for (const key of [...Array(14).fill('Tab'), 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      const now = await focused();
      assert.ok(now.isInDialog, `${key} led to ${now.tag} ${now.name}`);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON').catch(() => {});
    assert.ok(
      await opener.evaluate((one) => one === document.activeElement),
      `the focus is at ${JSON.stringify(await focused())}`,
    );
  });
}

test('menus and the palette are worked with keys, and give the focus back', async () => {
  await go(page, '/applications');
  await settled(page);
  const account = page.getByRole('button', { name: 'Your account' });
  await account.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Log out' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem', { name: 'Log out' }).waitFor({ state: 'hidden' });
  assert.ok(await account.evaluate((one) => one === document.activeElement));

  await page.keyboard.press('Control+k');
  const search = page.getByRole('textbox', { name: 'Search', exact: true });
  await search.waitFor();
  assert.deepEqual(await violations(page), []);
  await search.fill('keys');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
