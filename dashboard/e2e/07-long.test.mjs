// Lists that are longer than a page: all of it can be reached, and only what is in sight is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminToken, dev, enter, launch, management, open } from './harness.mjs';

const rows = (page) => page.locator('table[aria-label=Users] tbody tr[data-index]').count();

/** Scrolls down until the last row is there. */
async function toTheEnd(page, name) {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await page.getByRole('link', { name }).count()) > 0) return;
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForTimeout(100);
  }
  throw new Error(`${name} never came`);
}

test('one can scroll past the thousand users that a query shows', async () => {
  // Three imports: each gives its users one moment or few, so that ties cross the edges.
  for (const part of ['a', 'b', 'c']) {
    const users = Array.from({ length: 800 }, (_, index) => ({
      email: `long-${part}${index}@example.com`,
      email_verified: true,
    }));
    const [connection] = (await management('GET', `/connections?name=${dev.connection}`)).body;
    const form = new FormData();
    form.append('connection_id', connection.id);
    form.append('users', new Blob([JSON.stringify(users)], { type: 'application/json' }), 'users.json');
    const response = await fetch(`${dev.base_url}/api/v2/jobs/users-imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await adminToken()}` },
      body: form,
    });
    const job = await response.json();
    for (let tries = 0; tries < 600; tries += 1) {
      const { body } = await management('GET', `/jobs/${job.id}`);
      if (body.status === 'completed') break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const browser = await launch();
  try {
    const page = await open(browser);
    const seen = new Set();
    page.on('response', async (response) => {
      if (!/\/api\/v2\/users\?/.test(response.url())) return;
      const { users = [] } = await response.json().catch(() => ({}));
      for (const user of users) seen.add(user.user_id);
    });
    await enter(page, '/users?search=long-');
    await page.getByText('2,400 in all; more come as you scroll.').waitFor();
    await page.waitForTimeout(500);
    for (let tries = 0; tries < 200 && seen.size < 2_400; tries += 1) {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await page.waitForTimeout(100);
      assert.ok((await rows(page)) < 80, 'only what is in sight');
    }
    assert.equal(seen.size, 2_400);
    await page.getByText('2,400 in all.', { exact: true }).waitFor();
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});

test('among a hundred thousand users scrolling stays smooth', async () => {
  const COUNT = 100_000;
  const person = (index) => ({
    user_id: `auth0|${String(COUNT - index).padStart(8, '0')}`,
    name: `Person ${index}`,
    email: `person${index}@example.com`,
    email_verified: true,
    created_at: new Date(1_800_000_000_000 - index * 1_000).toISOString(),
    identities: [{ connection: dev.connection, provider: 'auth0', user_id: String(index) }],
  });
  const browser = await launch();
  try {
    const page = await open(browser);
    // What the API would answer; making so many is another measurement (`make bench-users`).
    await page.route('**/api/v2/users?*', (route) => {
      const query = new URL(route.request().url()).searchParams;
      const at = /created_at:"([^"]+)"/.exec(query.get('q') ?? '');
      const before = /created_at:\{\* TO "([^"]+)"\}/.exec(query.get('q') ?? '');
      const first = before ? (1_800_000_000_000 - Date.parse(before[1])) / 1_000 + 1 : 0;
      const total = at ? 0 : COUNT - first;
      const page = Number(query.get('page'));
      const users = at
        ? []
        : Array.from({ length: Math.min(100, total - page * 100) }, (_, index) =>
            person(first + page * 100 + index),
          );
      return route.fulfill({ json: { start: page * 100, limit: 100, total, users } });
    });
    await enter(page, '/users');
    await page.getByText('100,000 in all; more come as you scroll.').waitFor();
    await toTheEnd(page, 'Person 9999');
    // Now the wheel: how long the page takes for each picture.
    const frames = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const times = [];
          let last = performance.now();
          const step = (now) => {
            times.push(now - last);
            last = now;
            window.scrollBy(0, -400);
            if (times.length < 240) requestAnimationFrame(step);
            else resolve(times.slice(5).sort((a, b) => a - b));
          };
          requestAnimationFrame(step);
        }),
    );
    const [median, slow] = [frames[Math.floor(frames.length / 2)], frames[Math.floor(frames.length * 0.95)]];
    console.log(
      `scrolling among ${COUNT}: ${median.toFixed(1)} ms a picture, 95 of 100 within ${slow.toFixed(1)} ms`,
    );
    assert.ok((await rows(page)) < 80, 'only what is in sight');
    // Generous: a machine without a graphics card draws it, beside other work.
    assert.ok(median < 50, `${median} ms`);
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});

test('whoever comes back from a user is where they were', async () => {
  const browser = await launch();
  try {
    const page = await open(browser);
    await enter(page, '/users?search=long-');
    await page.getByText('2,400 in all; more come as you scroll.').waitFor();
    await page.evaluate(() => window.scrollTo(0, 3_000));
    await page.waitForTimeout(300);
    const link = page.locator('table[aria-label=Users] tbody tr[data-index="50"] a.name');
    const name = await link.textContent();
    await link.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name }).waitFor();
    assert.ok((await page.evaluate(() => window.scrollY)) > 1_000);
  } finally {
    await browser.close();
  }
});

test('the log is paged to its beginning, past the thousand that a query shows', async () => {
  const q = `type:feccft AND client_id:${dev.clients.spa.client_id}`;
  const total = async () => {
    const where = `/logs?per_page=1&include_totals=true&q=${encodeURIComponent(q)}`;
    return (await management('GET', where)).body.total;
  };
  const refused = () =>
    fetch(`${dev.base_url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: dev.clients.spa.client_id,
        audience: dev.api,
      }),
    }).then((response) => response.arrayBuffer());
  const COUNT = 1_130;
  for (let done = 0; done < COUNT; done += 30) await Promise.all(Array.from({ length: 30 }, refused));
  for (let tries = 0; tries < 100 && (await total()) < COUNT; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const all = await total();
  assert.ok(all >= COUNT, `${all} entries`);
  const browser = await launch();
  try {
    const page = await open(browser);
    const pages = [];
    page.on('response', async (response) => {
      const url = new URL(response.url());
      if (url.pathname !== '/api/v2/logs' || !url.searchParams.get('q')?.includes('feccft')) return;
      const { logs = [] } = await response.json().catch(() => ({}));
      pages.push(logs.map((entry) => entry.log_id));
    });
    await enter(page, `/logs?q=${encodeURIComponent(q)}`);
    const reach = page.getByRole('navigation', { name: 'Pages' });
    const shown = (from) =>
      reach
        .getByText(
          `${(from + 1).toLocaleString('en-GB')}–${Math.min(from + 25, all).toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')}`,
        )
        .waitFor();
    await shown(0);
    const began = Date.now();
    for (let from = 25; from < all; from += 25) {
      await reach.getByRole('button', { name: 'Next' }).click();
      await shown(from);
    }
    console.log(`${all} entries paged in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
    assert.ok(await reach.getByRole('button', { name: 'Next' }).isDisabled());
    for (let tries = 0; tries < 50 && new Set(pages.flat()).size < all; tries += 1)
      await page.waitForTimeout(100);
    assert.equal(new Set(pages.flat()).size, all, 'each entry once');
    // And back across the edge of a thousand.
    for (let steps = 0; steps < 8; steps += 1) await reach.getByRole('button', { name: 'Previous' }).click();
    const last = Math.floor((all - 1) / 25) * 25;
    await shown(last - 8 * 25);
    // The address says how far: it can be sent to somebody, and the way back leads there.
    await page.reload();
    await shown(last - 8 * 25);
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    await page.goBack();
    await shown(last - 8 * 25);
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});
