// A code editor. It is heavy, so it is loaded where code is edited and nowhere else.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { html } from '@codemirror/lang-html';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { nonce } from '~/session';

interface Props {
  label: string;
  language: 'html' | 'json';
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  height?: number;
}

const LANGUAGES = { html, json };

const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.propertyName], color: 'var(--o-sea)' },
  { tag: [tags.attributeName, tags.number, tags.bool, tags.null], color: 'var(--o-clay)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--o-good)' },
  { tag: [tags.comment, tags.meta], color: 'var(--o-muted)' },
]);

const look = EditorView.theme({
  '&': {
    border: '1px solid var(--o-line)',
    borderRadius: '8px',
    backgroundColor: 'var(--o-surface)',
    color: 'var(--o-ink)',
    fontSize: '13px',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--o-sea)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--o-raised)', color: 'var(--o-muted)', border: 'none' },
  '.cm-content': { caretColor: 'var(--o-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--o-ink)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--o-raised) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--o-sea) 25%, transparent)',
  },
});

export default function Editor({ label, language, value, onChange, disabled = false, height = 420 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const access = useRef(new Compartment());
  const told = useRef(onChange);
  /** While somebody else writes. */
  const isTold = useRef(false);
  told.current = onChange;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is told to the editor below
  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          // Escape, then Tab leaves the editor: nobody is caught in it.
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          LANGUAGES[language](),
          syntaxHighlighting(colours),
          look,
          EditorView.cspNonce.of(nonce),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          access.current.of(EditorState.readOnly.of(disabled)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !isTold.current) told.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    made.scrollDOM.style.maxHeight = `${height}px`;
    made.scrollDOM.style.minHeight = `${Math.min(height, 320)}px`;
    made.scrollDOM.tabIndex = 0;
    view.current = made;
    return () => made.destroy();
  }, [label, language]);
  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(EditorState.readOnly.of(disabled)) });
  }, [disabled]);
  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    // Somebody else changed it: a discarded draft, a fresh answer.
    if (shown === undefined || shown === value) return;
    isTold.current = true;
    view.current?.dispatch({ changes: { from: 0, to: shown.length, insert: value } });
    isTold.current = false;
  }, [value]);
  return <div ref={place} />;
}
