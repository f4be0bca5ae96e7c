// The login page as it would look: its own stylesheet and its own markup, with colours that aren't saved yet.

export interface Look {
  primary: string;
  background: string;
  tenant: string;
}

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

/** What is written on a colour: whichever of white and ink is read more easily. */
export function onto(color: string): string {
  return contrast(color, '#ffffff') >= 4.5 || contrast(color, '#ffffff') >= contrast(color, '#1c1b1a')
    ? '#FFFFFF'
    : '#1C1B1A';
}

/** Something to know about a colour before it is saved; null where there is nothing. */
export function remark(primary: string): string | null {
  if (!isColor(primary)) return null;
  return contrast(primary, '#ffffff') < 3
    ? 'It is so light that it hardly shows on white: links and borders of this colour are darkened on the page.'
    : null;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The page as a document. Only checked colours and escaped text get into it. */
export function document(look: Look, nonce: string): string {
  const rules: string[] = [];
  // A light background would glare in the dark, and is not kept there.
  const inTheLight: string[] = [];
  if (isColor(look.primary)) {
    const link = contrast(look.primary, '#ffffff') >= 4.5 ? look.primary : '#1C1B1A';
    rules.push(
      `--sea:${look.primary};--on-sea:${onto(look.primary)};--sea-text:${link};--sea-edge:${look.primary}`,
    );
  }
  if (isColor(look.background))
    rules.push(`--ground:${look.background};--on-ground:${onto(look.background)}`);
  const name = escaped(look.tenant);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="stylesheet" href="/u/assets/ostia.css">
<style nonce="${escaped(nonce)}">:root{${rules.join(';')}}@media (prefers-color-scheme:light){:root{${inTheLight.join(';')}}} a,button,input{pointer-events:none}</style></head>
<body inert><div class="page"><header class="brand"><span class="wordmark"><bdi>${name}</bdi></span></header>
<main class="card"><h1>Welcome</h1><p class="lead">Log in to go on to your application.</p>
<form><div class="field"><label for="u">E-mail address</label><input id="u" value="ann@example.com" readonly></div>
<div class="field"><label for="p">Password</label><input id="p" type="password" value="correct horse" readonly>
<p class="aside"><a href="#">Forgot your password?</a></p></div>
<div class="actions"><button class="primary" type="button">Continue</button></div></form>
<p class="other">No account yet? <a href="#">Sign up</a></p></main>
<footer class="foot"><bdi>${name}</bdi></footer></div></body></html>`;
}
