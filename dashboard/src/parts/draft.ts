// A form over a document of the Management API: what was changed is what is sent.
import { useBlocker } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';

export type Document = Record<string, unknown>;

/** Whether two JSON values are the same. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [one as Document, other as Document];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(a[name], b[name]));
}

/** The members that differ, as a `PATCH` takes them. What was emptied is null. */
export function changes(from: Document, to: Document): Document {
  const changed: Document = {};
  for (const name of Object.keys(to)) {
    if (!same(from[name], to[name])) changed[name] = to[name] === undefined ? null : to[name];
  }
  return changed;
}

/** The patch that takes another back: what was there before, as the server had it, or else as the form shows it. */
export function inverse(patch: Document, stored: Document, shown: Document): Document {
  return Object.fromEntries(Object.keys(patch).map((name) => [name, stored[name] ?? shown[name] ?? null]));
}

/** What was emptied as the API unsets it. */
export function unset(body: Document): Document {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === '' ? null : value]));
}

export interface Draft<T extends Document> {
  /** What it began with. */
  document: T;
  value: T;
  set: <Name extends keyof T>(name: Name, value: T[Name]) => void;
  patch: Document;
  isDirty: boolean;
  discard: () => void;
}

/** A draft of a document. It follows the document as long as nothing was changed. */
export function useDraft<T extends Document>(document: T): Draft<T> {
  const [edits, setEdits] = useState<Partial<T>>({});
  const value = useMemo(() => ({ ...document, ...edits }), [document, edits]);
  const patch = useMemo(() => changes(document, value), [document, value]);
  const set = useCallback<Draft<T>['set']>(
    (name, next) => setEdits((known) => ({ ...known, [name]: next })),
    [],
  );
  const discard = useCallback(() => setEdits({}), []);
  return { document, value, set, patch, isDirty: Object.keys(patch).length > 0, discard };
}

/** Asks before somebody leaves with unsaved changes. */
export function useGuard(isDirty: boolean) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  // What was saved or discarded meanwhile keeps nobody.
  useEffect(() => {
    if (blocker.status === 'blocked' && !isDirty) blocker.proceed();
  }, [blocker, isDirty]);
  return blocker;
}
