import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dev, enter, go, launch, management, open, settled } from './harness.mjs';

const button = (frame) =>
  frame.locator('button.primary').evaluate((element) => getComputedStyle(element).backgroundColor);

/**
 * Until the preview's frame shows what is expected. Its address is looked at in a window of its own: a frame that is
 * replaced while it loads is lost to what drives the browser, although people see it.
 */
async function previews(page, isExpected) {
  const view = await page.context().newPage();
  const end = Date.now() + 30_000;
  do {
    const address = await page.locator('iframe').getAttribute('src');
    // The latest draft alone is shown: an address that another has just replaced is gone.
    const isThere = await view.goto(address).then(
      () => true,
      () => false,
    );
    if (isThere && (await isExpected(view))) return view.close();
    await page.waitForTimeout(200);
  } while (Date.now() < end);
  throw new Error(`the preview never became what it should be:\n${await view.content()}`);
}

const says = (text) => (view) => view.getByText(text).isVisible();

test('a colour is seen at once, and on the login page once it is saved', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await enter(page, '/branding');
    await settled(page);
    const primary = page.getByRole('textbox', { name: 'Primary' });
    await primary.fill('red');
    await page.getByText('A colour is # and six digits').first().waitFor();
    await primary.fill('#7A1FA2');
    await primary.blur();
    await previews(page, async (view) => (await button(view)) === 'rgb(122, 31, 162)');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. The login page has the new look.').waitFor();

    const stranger = await open(browser);
    await stranger.goto(`${dev.base_url}/dashboard`);
    await stranger.locator('button.primary').waitFor();
    assert.equal(await button(stranger), 'rgb(122, 31, 162)');

    await go(page, '/branding');
    await page.getByRole('textbox', { name: 'Primary' }).fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. The login page has the new look.').waitFor();
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});

test('a page and a piece of one’s own are seen before they are saved, and afterwards by everybody', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await enter(page, '/branding/page');
    await settled(page);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      '<html lang="{{ locale }}"><head>{%- auth0:head -%}</head><body><header>Harbour {{ prompt.screen.name }}</header>{%- auth0:widget -%}</body></html>',
    );
    await previews(page, says('Harbour login'));
    await page.getByRole('combobox', { name: 'Screen' }).click();
    await page.getByRole('option', { name: 'Sign up' }).click();
    await previews(page, says('Harbour signup'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. The next page that somebody opens is in it.').waitFor();

    await go(page, '/branding/pieces');
    await settled(page);
    await page.locator('.cm-content').click();
    await page.keyboard.insertText('<p>A piece of our own</p></div>');
    await page.getByText('closes something else').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('<p>A piece of our own</p>');
    await previews(page, says('A piece of our own'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved. The next page that somebody opens has it.').waitFor();

    const stranger = await open(browser);
    await stranger.goto(`${dev.base_url}/dashboard`);
    await stranger.getByText('Harbour login').waitFor();
    await stranger.getByText('A piece of our own').waitFor();

    await management('PUT', '/prompts/login/partials', {});
    await go(page, '/branding/page');
    await page.getByRole('button', { name: 'Remove page' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove page' }).click();
    await page.getByText('The page template was removed.').waitFor();
    assert.equal((await management('GET', '/branding/templates/universal-login')).status, 404);
  } finally {
    await browser.close();
  }
});

test('a database is made, closed to sign-ups, switched on for an application, and deleted', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await enter(page, '/connections');
    await page.getByRole('link', { name: 'Create connection' }).click();
    await page.getByRole('radio', { name: 'Database' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('customers');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'customers' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').pop();
    const before = await management('GET', `/connections/${id}`);
    await page.getByRole('switch', { name: 'People may sign up themselves' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    const after = await management('GET', `/connections/${id}`);
    assert.deepEqual(after.body.options, { ...before.body.options, disable_signup: true });
    await page.getByRole('switch', { name: 'Sample web application logs people in with it' }).click();
    await settled(page);
    await page.reload();
    const toggle = page.getByRole('switch', { name: 'Sample web application logs people in with it' });
    await toggle.waitFor();
    assert.ok(await toggle.isChecked());
    await page.getByRole('button', { name: 'Delete connection' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('customers');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete connection' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    assert.equal((await management('GET', `/connections/${id}`)).status, 404);
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});
