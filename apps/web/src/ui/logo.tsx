export function Logo({ sizePx = 24 }: { sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3z" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M10 6.500h4M6.500 10v4M10 17.500h4.500M17.500 10v4.500" stroke="currentColor" strokeWidth="2" />
      <circle cx="17.500" cy="17.500" r="3.500" fill="var(--accent)" />
    </svg>
  );
}
