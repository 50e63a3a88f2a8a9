export const ZONE = 'Asia/Shanghai';
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The local parts of an instant, always two digits. Cities of the product share one time zone. */
export function localParts(at: string | number | Date): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(new Date(at))) found[part.type] = part.value;
  return found as ReturnType<typeof localParts>;
}
