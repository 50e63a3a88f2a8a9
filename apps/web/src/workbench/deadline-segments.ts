export interface Segment {
  readonly from: string;
  readonly to: string;
  readonly running: boolean;
}
export interface Piece extends Segment {
  readonly x: number;
  readonly width: number;
}

/** Standing time takes at most this share of the bar, so that a weekend does not squeeze the hours that count out of sight. */
const STANDING_SHARE = 0.35;
const GAP = 2;

/** Lays the stretches side by side: running ones to scale among themselves, standing ones equal and narrow. */
export function layOut(segments: readonly Segment[], width: number): readonly Piece[] {
  const length = (segment: Segment) => Math.max(0, Date.parse(segment.to) - Date.parse(segment.from));
  const shown = segments.filter((segment) => length(segment) > 0);
  const standing = shown.filter((segment) => !segment.running).length;
  const running = shown.filter((segment) => segment.running);
  const total = running.reduce((sum, segment) => sum + length(segment), 0);
  const free = width - GAP * Math.max(0, shown.length - 1);
  const standingWidth = standing === 0 ? 0 : (free * (running.length === 0 ? 1 : Math.min(STANDING_SHARE, standing * 0.3))) / standing;
  const runningWidth = free - standingWidth * standing;
  let x = 0;
  return shown.map((segment) => {
    const own = segment.running ? (runningWidth * length(segment)) / total : standingWidth;
    const piece = { ...segment, x, width: own };
    x += own + GAP;
    return piece;
  });
}
