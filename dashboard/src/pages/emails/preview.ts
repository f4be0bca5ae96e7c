// A template as its reader will see it: written with sample values, and made harmless for a frame of this page.
import { Liquid } from 'liquidjs';

export type Values = Record<string, unknown>;

// As the server: what is unknown is blank, and in HTML every value is escaped.
const html = new Liquid({ outputEscape: 'escape', strictVariables: false });
const plain = new Liquid({ strictVariables: false });

export interface Written {
  subject: string;
  html: string;
}

/** Writes a template; says what is wrong with it where it can't be. */
export function written(
  template: { subject: string; body: string },
  values: Values,
): Written | { problem: string } {
  try {
    const subject = String(plain.parseAndRenderSync(template.subject, values));
    return {
      subject: subject.replaceAll(/\s+/g, ' ').trim(),
      html: String(html.parseAndRenderSync(template.body, values)),
    };
  } catch (error) {
    return {
      problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'It can’t be written.',
    };
  }
}

/** Where styles wait until `dress` puts them on: as attributes the page's policy would refuse them. */
const WAITING = 'data-style';
/** What runs, or asks somebody for something. */
const UNWELCOME = 'script, link, meta[http-equiv], base, iframe, object, embed, form';

/** A document for the frame: no scripts, nothing from other hosts, styles with the page's number. */
export function framed(text: string, nonce: string): string {
  // Before it is parsed, because the policy counts for what a parser finds.
  const patient = text
    .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/\sstyle\s*=/gi, ` ${WAITING}=`))
    .replaceAll(/<style\b[^>]*>/gi, `<style nonce="${nonce}">`);
  const document = new DOMParser().parseFromString(patient, 'text/html');
  for (const element of document.querySelectorAll(UNWELCOME)) element.remove();
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const isForeign = name === 'src' && !value.startsWith('data:image/');
      if (isForeign || name.startsWith('on') || name === 'srcset' || name === 'background')
        element.removeAttribute(name);
      if (name === 'href') element.setAttribute('href', '#');
    }
  }
  return `<!doctype html>${document.documentElement.outerHTML}`;
}

/** Puts the styles on. A program may, where an attribute may not. */
export function dress(document: Document): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[${WAITING}]`))
    element.style.cssText = element.getAttribute(WAITING) ?? '';
}

/** Somebody who doesn't exist, in a tenant of this name. */
export function sample(domain: string, name: string): Values {
  return {
    tenant: domain.split('.')[0],
    friendly_name: name || domain,
    support_email: 'help@example.com',
    support_url: 'https://example.com/help',
    home_url: 'https://example.com/',
    request_language: 'en',
    root_url: `https://${domain}/`,
    custom_domain: { domain },
    brand: { primary: '#0B5C6B', on_primary: '#FFFFFF', logo: null },
    application: { name: 'Photo Printer', clientID: 'abc', callback_domain: 'photo-printer.example' },
    client: { name: 'Photo Printer', clientID: 'abc' },
    connection: { name: 'Username-Password-Authentication' },
    user: {
      email: 'ann@example.com',
      name: 'Ann Example',
      given_name: 'Ann',
      email_verified: false,
      source_ip: '192.0.2.7',
      city: 'Rome',
      country: 'Italy',
      user_metadata: {},
      app_metadata: {},
    },
    to: 'ann@example.com',
    url: `https://${domain}/u/email-verification?ticket=sample#`,
    link: `https://${domain}/u/ticket?sample`,
    code: '123456',
    organization: { id: 'org_1', name: 'harbour', display_name: 'Harbour Works', metadata: {}, branding: {} },
    inviter: { name: 'Ben Example' },
    invitation: { ticket: 'sample' },
    roles: [{ name: 'Reader' }],
    source_ip: '192.0.2.7',
  };
}
