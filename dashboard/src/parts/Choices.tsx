// One of several, each with a picture and a sentence.
import { SimpleGrid, Text } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  picture: ReactNode;
  says: string;
  more?: string;
}

interface Props<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value | null;
  choose: (value: Value) => void;
}

/** Where an arrow leads, from one of so many. */
export function step(key: string, from: number, count: number): number | null {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  return by === undefined ? null : (from + by + count) % count;
}

export function Choices<Value extends string>({ label, choices, value, choose }: Props<Value>) {
  const place = useRef<HTMLDivElement>(null);
  const chosen = choices.findIndex((choice) => choice.value === value);
  // As with radio buttons: Tab leads to the one that is chosen, arrows to the others.
  const move = (event: KeyboardEvent, from: number) => {
    const next = step(event.key, from, choices.length);
    const choice = next === null ? undefined : choices[next];
    if (next === null || !choice) return;
    event.preventDefault();
    choose(choice.value);
    place.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  };
  return (
    <SimpleGrid
      ref={place}
      cols={{ base: 1, xs: 2, md: 4 }}
      spacing="md"
      role="radiogroup"
      aria-label={label}
    >
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input holds no picture
        <button
          key={choice.value}
          type="button"
          role="radio"
          className="choice"
          aria-checked={index === chosen}
          aria-label={choice.label}
          aria-description={choice.says}
          tabIndex={index === Math.max(chosen, 0) ? 0 : -1}
          onClick={() => choose(choice.value)}
          onKeyDown={(event) => move(event, index)}
        >
          {choice.picture}
          <Text fw={600} component="span">
            {choice.label}
          </Text>
          <span>{choice.says}</span>
          {choice.more && (
            <Text fz={13} className="says" component="span">
              {choice.more}
            </Text>
          )}
        </button>
      ))}
    </SimpleGrid>
  );
}
