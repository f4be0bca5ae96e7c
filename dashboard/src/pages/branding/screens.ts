// The screens that the server draws for a preview.
export interface Screen {
  prompt: string;
  screen: string;
  label: string;
  /** Whether it has places for pieces. */
  pieces?: boolean;
}

export const LOGIN: Screen = { prompt: 'login', screen: 'login', label: 'Log in', pieces: true };

export const SCREENS: readonly Screen[] = [
  LOGIN,
  { prompt: 'login-id', screen: 'login-id', label: 'Identifier first', pieces: true },
  { prompt: 'login-password', screen: 'login-password', label: 'Then the password', pieces: true },
  { prompt: 'signup', screen: 'signup', label: 'Sign up', pieces: true },
  {
    prompt: 'login-passwordless',
    screen: 'login-passwordless-email',
    label: 'Code by mail: address',
    pieces: true,
  },
  {
    prompt: 'login-passwordless',
    screen: 'login-passwordless-email-code',
    label: 'Code by mail',
    pieces: true,
  },
  {
    prompt: 'login-passwordless',
    screen: 'login-passwordless-sms-otp',
    label: 'Code by text message',
    pieces: true,
  },
  { prompt: 'consent', screen: 'consent', label: 'Consent' },
  { prompt: 'reset-password', screen: 'reset-password-request', label: 'Reset the password' },
  { prompt: 'reset-password', screen: 'reset-password-email', label: 'Reset: the mail is on its way' },
  { prompt: 'mfa-otp', screen: 'mfa-otp-challenge', label: 'Second factor' },
  { prompt: 'organizations', screen: 'organization-picker', label: 'Choose an organization' },
  { prompt: 'device-flow', screen: 'device-code-activation', label: 'Let a device in' },
  { prompt: 'email-verification', screen: 'email-verification-result', label: 'Address confirmed' },
  { prompt: 'logout', screen: 'logout-complete', label: 'Logged out' },
];

/** The places for pieces, in the order of the screen. */
export const POINTS: readonly { value: string; label: string }[] = [
  { value: 'form-content-start', label: 'Before the first field' },
  { value: 'form-content-end', label: 'Between the last field and the button' },
  { value: 'form-footer-start', label: 'Below the button, first' },
  { value: 'form-footer-end', label: 'Below the button, last' },
  { value: 'secondary-actions-start', label: 'Before the other providers' },
  { value: 'secondary-actions-end', label: 'After the other providers' },
];

export type Pieces = Record<string, Record<string, string>>;

/** The pieces of a prompt with one that is another; empty ones and screens without any are left out. */
export function withPiece(pieces: Pieces, screen: string, point: string, text: string): Pieces {
  const { [point]: _, ...others } = pieces[screen] ?? {};
  const points = text.trim() === '' ? others : { ...others, [point]: text };
  const { [screen]: __, ...screens } = pieces;
  return Object.keys(points).length === 0 ? screens : { ...screens, [screen]: points };
}

/** A beginning for a page of one's own. */
export const PAGE = `<!DOCTYPE html>
<html lang="{{ locale }}" dir="{{ dir }}">
  <head>
    {%- auth0:head -%}
    <style>
      body { background: {{ branding.colors.page_background }}; }
      .below { padding: 0 16px 24px; text-align: center; }
    </style>
  </head>
  <body class="_widget-auto-layout">
    {%- auth0:widget -%}
    <footer class="below">
      {{ tenant.friendly_name }}
      {% if tenant.support_url %}· <a href="{{ tenant.support_url }}">Help</a>{% endif %}
    </footer>
  </body>
</html>
`;
