import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** So long a button says that it has copied. */
const SAID_MS = 1_000;

// Lists have one in every row: a plain button, because a component of the library for each of them is felt.
function CopyIcon({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const waiting = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(waiting);
  }, [copied]);
  const says = copied ? 'Copied' : `Copy ${label}`;
  return (
    <button
      type="button"
      className="icon-button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      aria-label={says}
      title={says}
    >
      {copied ? <IconCheck size={14} stroke={1.5} /> : <IconCopy size={14} stroke={1.5} />}
    </button>
  );
}

/** An id, an address: shown in full where there is room, and always copied in full. */
export function Copyable({ text, label = 'the id' }: { text: string; label?: string }) {
  return (
    <span className="copyable">
      <code title={text}>{text}</code>
      <CopyIcon text={text} label={label} />
    </span>
  );
}

/** A secret: hidden until somebody asks for it. */
export function Secret({ text, label = 'the secret' }: { text: string; label?: string }) {
  const [shown, setShown] = useState(false);
  return (
    <span className="copyable">
      <code>{shown ? text : '•'.repeat(24)}</code>
      <button
        type="button"
        className="icon-button"
        onClick={() => setShown(!shown)}
        aria-label={shown ? `Hide ${label}` : `Show ${label}`}
      >
        {shown ? <IconEyeOff size={14} stroke={1.5} /> : <IconEye size={14} stroke={1.5} />}
      </button>
      <CopyIcon text={text} label={label} />
    </span>
  );
}

/** Code with a button that copies it. */
export function Code({ text, label = 'the code' }: { text: string; label?: string }) {
  return (
    <div className="code-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <CopyIcon text={text} label={label} />
    </div>
  );
}
