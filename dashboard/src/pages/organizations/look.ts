// How the pages look to an organization's members.
import type { Document } from '~/parts/draft';

export interface Look {
  logo_url: string;
  primary: string;
  page_background: string;
}

/** Ostia's own, where only one of the two was chosen: the API wants both. */
const DEFAULTS = { primary: '#0B5C6B', page_background: '#FAF8F5' };

export function colorProblem(color: string): string | null {
  return color === '' || /^#[0-9a-f]{6}$/i.test(color)
    ? null
    : 'A colour is # and six digits, such as #0B5C6B.';
}

/** What is wrong with a look; null where nothing is. */
export function lookProblem(look: Look, hadColors: boolean): string | null {
  if (look.logo_url !== '' && !/^https:\/\/[^/]/.test(look.logo_url))
    return 'The address of the logo has to begin with https://.';
  if (hadColors && look.primary === '' && look.page_background === '')
    return 'Colours that were set can be changed, and not taken away: choose others.';
  return colorProblem(look.primary) ?? colorProblem(look.page_background);
}

/** What a patch of the form is to the API: what looks belong to one member. */
export function bodyOf(patch: Document, look: Look): Document {
  const { logo_url, primary, page_background, ...body } = patch;
  const branding: Document = {};
  if (logo_url !== undefined) branding.logo_url = look.logo_url || null;
  if (primary !== undefined || page_background !== undefined)
    branding.colors = {
      primary: look.primary || DEFAULTS.primary,
      page_background: look.page_background || DEFAULTS.page_background,
    };
  return Object.keys(branding).length > 0 ? { ...body, branding } : body;
}
