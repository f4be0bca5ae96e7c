// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = `${import.meta.dirname}/..`;
const styles = `${root}/node_modules/@mantine/core/styles`;

it('has the styles of each component that is used', () => {
  const imported = readFileSync(`${root}/src/components.css`, 'utf8');
  const used = new Set<string>();
  for (const file of readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx')) continue;
    const blocks = readFileSync(`${root}/src/${file}`, 'utf8').matchAll(
      /import \{([^}]+)\} from '@mantine\/core'/g,
    );
    for (const [, names = ''] of blocks) {
      for (const name of names.split(',')) used.add(name.trim().replace(/ as .*$/, ''));
    }
  }
  expect(used.size).toBeGreaterThan(30);
  const missing = [...used].filter(
    (name) => existsSync(`${styles}/${name}.css`) && !imported.includes(`/${name}.css"`),
  );
  expect(missing).toEqual([]);
});

it('has them in the order of Mantine’s own sheet', () => {
  const bare = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const whole = bare(readFileSync(`${styles}.css`, 'utf8'));
  const imported = readFileSync(`${root}/src/components.css`, 'utf8').matchAll(/styles\/([\w-]+\.css)"/g);
  const places = [...imported].map(([, name]) =>
    whole.indexOf(bare(readFileSync(`${styles}/${name}`, 'utf8')).slice(0, 200)),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
