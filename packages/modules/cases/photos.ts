import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Upload } from '@chengmai/platform/http/route.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Desk } from './desk.ts';
import { insertPhoto, type StoredPhoto } from './photo-store.ts';

export const photoUploads = { maxFiles: 3, maxBytes: 12 * 1024 * 1024, types: ['image/jpeg', 'image/png', 'image/webp'] } as const;

/** A picture made safe and durable, not yet tied to anything. Outside any transaction: it takes long. */
export interface KeptPhoto {
  readonly hash: string;
  readonly thumbHash: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly takenAt: number | null;
  readonly lookHash: string;
}

/** Re-encodes, strips EXIF and stores the bytes; refuses what is no picture. */
export async function keepPhoto(desk: Desk, upload: Upload): Promise<Result<KeptPhoto>> {
  const prepared = await desk.ctx.images.prepare(upload.bytes, desk.catalogue.calendarDefinition().utcOffsetMinutes);
  if (!prepared) return refuse('cases.photo_unreadable', { name: upload.name.slice(0, 80) });
  const full = await desk.ctx.blob.put(prepared.full, 'image/jpeg');
  const thumb = await desk.ctx.blob.put(prepared.thumb, 'image/jpeg');
  const { widthPx, heightPx, takenAt, lookHash } = prepared;
  return ok({ hash: full.hash, thumbHash: thumb.hash, widthPx, heightPx, takenAt, lookHash });
}

/** Records a kept photo under its case, or loose (`null`) until a report or an action takes it. */
export async function recordPhoto(
  desk: Desk,
  tx: Tx,
  kept: KeptPhoto,
  caseId: string | null,
  stage: string,
  caller: Caller,
): Promise<StoredPhoto> {
  const photo: StoredPhoto = {
    id: desk.ctx.ids.uuid(),
    case_id: caseId,
    hash: kept.hash,
    thumb_hash: kept.thumbHash,
    stage,
    taken_at: kept.takenAt,
    added_at: desk.ctx.clock.now(),
    by_user: caller.userId,
    by_name: caller.name,
    width_px: kept.widthPx,
    height_px: kept.heightPx,
    look_hash: kept.lookHash,
  };
  await insertPhoto(tx, photo);
  return photo;
}
