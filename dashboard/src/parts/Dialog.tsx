// A dialog that is there as long as it is open.
import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: string;
  close: () => void;
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

export function Dialog({ title, close, size = 'md', children }: Props) {
  // The library gives the focus back only where it saw the dialog open.
  const before = useRef(document.activeElement);
  useEffect(() => {
    const opener = before.current;
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    <Modal opened onClose={close} title={title} size={size}>
      {children}
    </Modal>
  );
}
