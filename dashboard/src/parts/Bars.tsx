// A chart of one series: bars from zero, exact values on focus.
import { Group, Text } from '@mantine/core';
import { useState } from 'react';

export interface Point {
  label: string;
  value: number;
}

/** The next round number, so that the highest line has a value that people read. */
export function ceiling(value: number): number {
  if (value <= 4) return 4;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * magnitude >= value) ?? 10;
  return step * magnitude;
}

const WIDTH = 900;
const HEIGHT = 160;

export function Bars({ points, unit }: { points: readonly Point[]; unit: string }) {
  const [shown, setShown] = useState<Point | null>(null);
  const top = ceiling(Math.max(0, ...points.map((point) => point.value)));
  const slot = WIDTH / Math.max(points.length, 1);
  return (
    <div>
      <Text fz={13} c="dimmed" aria-live="polite" mih={20}>
        {shown
          ? `${shown.label}: ${shown.value.toLocaleString()} ${unit}`
          : `Highest line: ${top.toLocaleString()} ${unit} a day`}
      </Text>
      {/* biome-ignore lint/a11y/useSemanticElements: no form is meant */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        // As wide as there is room, and as high on a phone as elsewhere.
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="group"
        aria-label={`${unit} by day`}
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={WIDTH}
            y1={HEIGHT - share * (HEIGHT - 8)}
            y2={HEIGHT - share * (HEIGHT - 8)}
            stroke="var(--o-hair)"
          />
        ))}
        {points.map((point, index) => {
          const height = (point.value / top) * (HEIGHT - 8);
          return (
            // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it is a picture whose value is shown on focus
            <g
              key={point.label}
              role="img"
              aria-label={`${point.label}: ${point.value} ${unit}`}
              tabIndex={0}
              onFocus={() => setShown(point)}
              onBlur={() => setShown(null)}
              onMouseEnter={() => setShown(point)}
              onMouseLeave={() => setShown(null)}
            >
              <rect x={index * slot} y={0} width={slot} height={HEIGHT} fill="transparent" />
              <rect
                x={index * slot + slot * 0.15}
                y={HEIGHT - height}
                width={slot * 0.7}
                height={height}
                rx={2}
                fill="var(--o-sea)"
                opacity={shown === null || shown === point ? 1 : 0.5}
              />
            </g>
          );
        })}
      </svg>
      <Group justify="space-between" fz={13} c="dimmed">
        <span>{points[0]?.label}</span>
        <span>{points.at(-1)?.label}</span>
      </Group>
    </div>
  );
}
