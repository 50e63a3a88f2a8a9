const FORM = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Offset of a zone at an instant, minutes. Formatting is slow, so the answer is kept per hour. */
function zoneOffsets(timeZone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (utcMs) => {
    const hour = Math.floor(utcMs / 3_600_000);
    let minutes = known.get(hour);
    if (minutes === undefined) {
      const name = format.formatToParts(hour * 3_600_000).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
      const found = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
      minutes = found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
      known.set(hour, minutes);
    }
    return minutes;
  };
}

/**
 * Reads `2018-07-04 17:24:41`, `2024/4/16`, ISO 8601 with or without offset. `null` when it is no such time or no such day.
 * Times that a change to daylight saving skips or repeats are read with the offset before it.
 */
export function localTimeReader(timeZone: string): (text: string) => number | null {
  const offsetAt = zoneOffsets(timeZone);
  return (text) => {
    const found = FORM.exec(text.trim());
    if (!found) return null;
    const [, y, mo, d, h = '0', mi = '0', s = '0', fraction = '', zone] = found;
    const local = Date.UTC(+y!, +mo! - 1, +d!, +h, +mi, +s, Number(fraction.padEnd(3, '0').slice(0, 3)));
    const check = new Date(local);
    if (check.getUTCMonth() + 1 !== +mo! || check.getUTCDate() !== +d! || +h > 23 || +mi > 59 || +s > 59) return null;
    if (zone === 'Z') return local;
    if (zone) return local - (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
    return local - offsetAt(local - offsetAt(local) * 60_000) * 60_000;
  };
}
