/** The mark: a round arch in a square. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="var(--o-sea)"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <rect x=".75" y=".75" width="14.5" height="14.5" rx="2" />
      <path d="M4.75 15V8a3.25 3.25 0 0 1 6.5 0v7" />
    </svg>
  );
}
