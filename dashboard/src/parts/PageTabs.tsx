// The parts of a page, each with its own address.
import { Tabs } from '@mantine/core';

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
  return (
    <Tabs value={current} onChange={(value) => value && go(value)} activateTabWithKeyboard={false}>
      <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
        {parts.map((part) => (
          <Tabs.Tab key={part.value} value={part.value} style={{ flex: 'none' }}>
            {part.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
