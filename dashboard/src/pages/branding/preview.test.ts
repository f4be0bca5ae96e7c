import { expect, it } from 'vitest';
import { contrast, document, isColor, onto, remark } from './preview';

it('measures contrast as WCAG does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#0B5C6B', '#ffffff')).toBeGreaterThan(7);
  expect(onto('#0B5C6B')).toBe('#FFFFFF');
  expect(onto('#F2C14E')).toBe('#1C1B1A');
});

it('warns of colours that hardly show', () => {
  expect(remark('#F2C14E')).toMatch(/light/);
  expect(remark('#0B5C6B')).toBeNull();
  expect(remark('nonsense')).toBeNull();
});

it.each([
  ['#0b5c6b', true],
  ['#abc', false],
  ['red', false],
  ['#0b5c6b;}', false],
])('%s', (text, expected) => {
  expect(isColor(text)).toBe(expected);
});

it('lets nothing into the page that is no colour and no text', () => {
  const page = document(
    { primary: '#fff;} </style><script>', background: 'url(x)', tenant: '<img src=x>' },
    '"x',
  );
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('url(x)');
  expect(page).not.toContain('<img');
  expect(page).toContain('nonce="&quot;x"');
});
