import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';

function CopyIcon({ text, label }: { text: string; label: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={copy}
            aria-label={copied ? 'Copied' : `Copy ${label}`}
          >
            {copied ? <IconCheck size={14} stroke={1.5} /> : <IconCopy size={14} stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
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
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        onClick={() => setShown(!shown)}
        aria-label={shown ? `Hide ${label}` : `Show ${label}`}
      >
        {shown ? <IconEyeOff size={14} stroke={1.5} /> : <IconEye size={14} stroke={1.5} />}
      </ActionIcon>
      <CopyIcon text={text} label={label} />
    </span>
  );
}

/** Code with a button that copies it. */
export function Code({ text, label = 'the code' }: { text: string; label?: string }) {
  return (
    <div style={{ position: 'relative' }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <div style={{ position: 'absolute', top: 8, right: 8 }}>
        <CopyIcon text={text} label={label} />
      </div>
    </div>
  );
}
