// Colours as people type them, and what to know of them before they are saved.
const COLOR = /^#[0-9a-f]{6}$/i;

/** Whether the server takes it for a colour. */
export function isColor(text: string): boolean {
  return COLOR.test(text);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Something to know about a colour before it is saved; null where there is nothing. */
export function remark(primary: string): string | null {
  if (!isColor(primary)) return null;
  return contrast(primary, '#ffffff') < 3
    ? 'It is so light that it hardly shows on white: links and borders of this colour are darkened on the page.'
    : null;
}
