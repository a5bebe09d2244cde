/** Two halves that make one heart: the sign of Hamdel. */
export function Mark({ size = 30 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="3.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path stroke="#f4b95a" d="M16 26 7.6 17.5a5.4 5.4 0 0 1 7.6-7.6l2.3 2.4" />
      <path stroke="currentColor" d="m16 26 8.4-8.5a5.4 5.4 0 0 0-7.6-7.6l-2.3 2.4" />
    </svg>
  )
}
