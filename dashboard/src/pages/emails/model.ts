// The occasions on which mail is sent, and the providers that send it.
import { z } from 'zod';

const text = z.string();

export const Provider = z.looseObject({
  name: text,
  enabled: z.boolean().catch(true),
  default_from_address: text.nullish(),
  credentials: z.record(text, z.unknown()).nullish(),
});
export type Provider = z.infer<typeof Provider>;

export const Template = z.looseObject({
  template: text,
  body: text.nullish(),
  from: text.nullish(),
  subject: text.nullish(),
  syntax: text.nullish(),
  resultUrl: text.nullish(),
  urlLifetimeInSeconds: z.number().nullish(),
  includeEmailInRedirect: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
});
export type Template = z.infer<typeof Template>;

export interface Occasion {
  label: string;
  says: string;
  /** What a template for it is about: a link, a code, or neither. */
  about: 'link' | 'code' | 'news';
  subject: string;
  sentence: string;
  button?: string;
  /** What makes it go out, where it can't be sent to oneself from here. */
  cause?: string;
}

export const OCCASIONS: Record<string, Occasion> = {
  verify_email: {
    label: 'Confirm an address, by link',
    says: 'After a sign-up, and when an address changes.',
    about: 'link',
    subject: 'Confirm your email address for {{ friendly_name }}',
    sentence:
      'Somebody, most likely you, made a {{ friendly_name }} account with this address. Confirm that it is yours.',
    button: 'Confirm address',
  },
  verify_email_by_code: {
    label: 'Confirm an address, by code',
    says: 'Where an address is confirmed on the page.',
    about: 'code',
    subject: '{{ code }} confirms your address for {{ friendly_name }}',
    sentence: 'Enter this code to confirm your email address:',
    cause: 'Sign up with a test account where the database confirms addresses by code.',
  },
  auth_email_by_code: {
    label: 'Log-in code',
    says: 'When somebody logs in without a password.',
    about: 'code',
    subject: '{{ code }} signs you in to {{ friendly_name }}',
    sentence: 'Enter this code to sign in{% if application.name %} to {{ application.name }}{% endif %}:',
    cause: 'Log in at an application that has an e-mail connection.',
  },
  welcome_email: {
    label: 'Welcome',
    says: 'Once an address is confirmed.',
    about: 'news',
    subject: 'Welcome to {{ friendly_name }}',
    sentence: 'Your account {{ user.email }} is ready.',
    cause: 'Send yourself the mail that confirms an address by link, and open the link.',
  },
  reset_email: {
    label: 'New password, by link',
    says: 'When somebody has forgotten theirs.',
    about: 'link',
    subject: 'Choose a new password for {{ friendly_name }}',
    sentence: 'Somebody, most likely you, asked for a new password for the account {{ user.email }}.',
    button: 'Choose a password',
  },
  reset_email_by_code: {
    label: 'New password, by code',
    says: 'Where a new password is chosen on the page.',
    about: 'code',
    subject: '{{ code }} lets you choose a new password',
    sentence: 'Enter this code to choose a new password for {{ user.email }}:',
    cause: 'Ask for a new password on a log-in page that works with codes.',
  },
  password_reset: {
    label: 'The password was changed',
    says: 'Afterwards, to the address of the account.',
    about: 'news',
    subject: 'Your {{ friendly_name }} password was changed',
    sentence: 'The password of {{ user.email }} was changed. If it wasn’t you, ask for a new one at once.',
    cause: 'Send yourself the mail for a new password by link, and choose one.',
  },
  blocked_account: {
    label: 'Account blocked',
    says: 'After too many wrong passwords, with a link that lifts the block.',
    about: 'link',
    subject: 'Your {{ friendly_name }} account is blocked',
    sentence:
      'There were too many wrong passwords for {{ user.email }}{% if user.source_ip %} from {{ user.source_ip }}{% endif %}.',
    button: 'Lift the block',
    cause: 'Enter a wrong password for a test account until it is blocked.',
  },
  stolen_credentials: {
    label: 'Leaked password',
    says: 'When a password is known from a break-in elsewhere.',
    about: 'news',
    subject: 'Your {{ friendly_name }} password leaked elsewhere',
    sentence: 'The password of {{ user.email }} is known from a break-in at another site. Choose a new one.',
    cause: 'Nothing here causes it: a password has to be found among those that leaked elsewhere.',
  },
  enrollment_email: {
    label: 'Set up a second factor',
    says: 'When an administrator invites somebody to.',
    about: 'link',
    subject: 'Set up a second factor for {{ friendly_name }}',
    sentence: 'Set up a second factor for {{ user.email }}.',
    button: 'Set it up',
    cause: 'Make an enrollment ticket for a test account with send_mail, through the Management API.',
  },
  mfa_oob_code: {
    label: 'Second factor',
    says: 'The code that proves somebody a second time.',
    about: 'code',
    subject: '{{ code }} is your {{ friendly_name }} code',
    sentence: 'Enter this code to go on:',
    cause: 'Log in with an account whose second factor is e-mail.',
  },
  user_invitation: {
    label: 'Invitation to an organization',
    says: 'To whoever is invited, with a link that accepts it.',
    about: 'link',
    subject: '{{ inviter.name }} invites you to {{ organization.display_name }}',
    sentence: '{{ inviter.name }} invites you to {{ organization.display_name }}.',
    button: 'Accept',
    cause: 'Invite your own address to an organization.',
  },
  async_approval: {
    label: 'Approve something',
    says: 'When an application asks somebody who isn’t at it (CIBA).',
    about: 'link',
    subject: '{{ application.name }} asks for your approval',
    sentence: '{{ application.name }} asks for your approval.',
    button: 'Look at it',
    cause: 'An application has to ask for it.',
  },
  change_password: {
    label: 'New password (old form)',
    says: 'Kept for tenants that come from elsewhere. Nothing sends it.',
    about: 'link',
    subject: 'Choose a new password for {{ friendly_name }}',
    sentence: 'Somebody asked for a new password for {{ user.email }}.',
    button: 'Choose a password',
    cause: 'Nothing sends it any more.',
  },
};

/** A template to begin with: the occasion's words in a plain layout. */
export function beginning(name: string): { subject: string; body: string } {
  const occasion = OCCASIONS[name];
  if (!occasion) return { subject: '', body: '' };
  const middle = {
    link: `      <p><a href="{{ url }}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:{{ brand.primary }};color:{{ brand.on_primary }};text-decoration:none">${occasion.button}</a></p>
      <p style="color:#5F5A54;font-size:13px">If the button doesn’t work, open this address: {{ url }}</p>`,
    code: `      <p style="font:600 28px/1.2 monospace;letter-spacing:4px">{{ code }}</p>`,
    news: '',
  }[occasion.about];
  return {
    subject: occasion.subject,
    body: `<!doctype html>
<html lang="{{ request_language }}">
  <body style="margin:0;padding:40px 16px;background:#FAF8F5;color:#1C1B1A;font:15px/1.5 system-ui,sans-serif">
    <div style="max-width:520px;margin:auto;padding:32px;background:#FFFFFF;border:1px solid #E4DED6;border-radius:8px">
      <h1 style="margin:0 0 16px;font-size:24px">{{ friendly_name }}</h1>
      <p>${occasion.sentence}</p>
${middle === '' ? '' : `${middle}\n`}      <p style="color:#5F5A54;font-size:13px">If it wasn’t you, ignore this message.</p>
    </div>
  </body>
</html>
`,
  };
}

interface Field {
  name: string;
  label: string;
  secret?: boolean;
  number?: boolean;
  placeholder?: string;
}

interface ProviderKind {
  label: string;
  /** Whether this server speaks with it. */
  works: boolean;
  fields: readonly Field[];
}

const KEY: Field = { name: 'api_key', label: 'API key', secret: true };

export const PROVIDERS: Record<string, ProviderKind> = {
  smtp: {
    label: 'Mail server (SMTP)',
    works: true,
    fields: [
      { name: 'smtp_host', label: 'Host', placeholder: 'smtp.example.com' },
      { name: 'smtp_port', label: 'Port', number: true, placeholder: '587' },
      { name: 'smtp_user', label: 'User' },
      { name: 'smtp_pass', label: 'Password', secret: true },
    ],
  },
  mailgun: { label: 'Mailgun', works: false, fields: [KEY, { name: 'domain', label: 'Domain' }] },
  mandrill: { label: 'Mandrill', works: false, fields: [KEY] },
  sendgrid: { label: 'SendGrid', works: false, fields: [KEY] },
  resend: { label: 'Resend', works: false, fields: [KEY] },
  sparkpost: { label: 'SparkPost', works: false, fields: [KEY] },
  ses: {
    label: 'Amazon SES',
    works: false,
    fields: [
      { name: 'accessKeyId', label: 'Access key ID', secret: true },
      { name: 'secretAccessKey', label: 'Secret access key', secret: true },
      { name: 'region', label: 'Region', placeholder: 'eu-central-1' },
    ],
  },
  azure_cs: {
    label: 'Azure Communication Services',
    works: false,
    fields: [{ name: 'connectionString', label: 'Connection string', secret: true }],
  },
  ms365: {
    label: 'Microsoft 365',
    works: false,
    fields: [
      { name: 'tenantId', label: 'Tenant ID', secret: true },
      { name: 'clientId', label: 'Client ID', secret: true },
      { name: 'clientSecret', label: 'Client secret', secret: true },
    ],
  },
};

/** The credentials as the API takes them: what is empty isn't sent, so that what was stored stays. */
export function credentialsOf(
  kind: string,
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const fields = PROVIDERS[kind]?.fields ?? [];
  const filled = fields.filter((field) => (typed[field.name] ?? '').trim() !== '');
  return Object.fromEntries(
    filled.map((field) => {
      const value = (typed[field.name] ?? '').trim();
      return [field.name, field.number ? Number(value) : value];
    }),
  );
}
