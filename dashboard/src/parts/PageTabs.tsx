// The parts of a page, each with its own address.
import { Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';

export interface Part {
  value: string;
  label: string;
}

export function PageTabs({
  parts,
  current,
  go,
}: {
  parts: readonly Part[];
  current: string;
  go: (value: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  // On a phone the one that is open may lie beside the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is open
  useEffect(() => {
    const reveal = () => {
      const open = list.current?.querySelector<HTMLElement>('[data-active]');
      if (list.current && open)
        list.current.scrollLeft = open.offsetLeft - (list.current.clientWidth - open.clientWidth) / 2;
    };
    reveal();
    window.addEventListener('resize', reveal);
    return () => window.removeEventListener('resize', reveal);
  }, [current]);
  return (
    <Tabs value={current} onChange={(value) => value && go(value)} activateTabWithKeyboard={false}>
      <Tabs.List ref={list} style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
        {parts.map((part) => (
          <Tabs.Tab key={part.value} value={part.value} style={{ flex: 'none' }}>
            {part.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
