// Times in the reader's zone and language.
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

function parsed(text: string | number | undefined | null): Date | null {
  if (text === undefined || text === null || text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A moment, to the minute. */
export function when(text: string | number | undefined | null): string {
  const date = parsed(text);
  return date ? MOMENT.format(date) : '–';
}

/** A moment, to the second and with its zone. */
export function exactly(text: string | number | undefined | null): string {
  const date = parsed(text);
  return date ? EXACT.format(date) : '–';
}

/** The last moment of a day in the reader's zone, from what a date's field holds (2026-01-31). */
export function endOfDay(date: string): string {
  return new Date(`${date}T23:59:59`).toISOString();
}

/** Its first moment. */
export function startOfDay(date: string): string {
  return new Date(`${date}T00:00:00`).toISOString();
}
