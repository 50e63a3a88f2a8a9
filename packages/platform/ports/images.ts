import type { Instant } from '@chengmai/kernel/calendar/types.ts';

/** A photo made safe to keep and show: re-encoded, upright, without EXIF. */
export interface PreparedImage {
  /** JPEG, long side at most 2,048 px. */
  readonly full: Uint8Array;
  /** JPEG, long side at most 320 px. */
  readonly thumb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** From the camera's EXIF (local time of the given offset), before it was stripped. */
  readonly takenAt: Instant | null;
  /** Difference hash of 8 × 8 brightness steps, 16 hex digits. */
  readonly lookHash: string;
}

/** Looks at pictures. `null` when the bytes are no picture it can read. */
export interface Images {
  prepare(bytes: Uint8Array, utcOffsetMinutes: number): Promise<PreparedImage | null>;
}
