import type { Instant } from '@chengmai/kernel/calendar/types.ts';
import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import { date } from './store.ts';

export interface StoredPhoto {
  readonly id: string;
  readonly case_id: string | null;
  readonly hash: string;
  readonly thumb_hash: string;
  readonly stage: string;
  readonly taken_at: Instant | null;
  readonly added_at: Instant;
  readonly by_user: string;
  readonly by_name: string;
  readonly width_px: number;
  readonly height_px: number;
  readonly look_hash: string | null;
}

const columns = sql`id, case_id, hash, thumb_hash, stage, taken_at, added_at, by_user, by_name, width_px, height_px, look_hash`;

export async function insertPhoto(tx: Tx, p: StoredPhoto): Promise<void> {
  await tx.query(sql`insert into cases_photo (${columns}) values (${p.id}::uuid, ${p.case_id}::uuid, ${p.hash}, ${p.thumb_hash}, ${p.stage},
    ${date(p.taken_at)}::timestamptz, ${date(p.added_at)}::timestamptz, ${p.by_user}, ${p.by_name}, ${p.width_px}::int, ${p.height_px}::int, ${p.look_hash})`);
}

export const casePhotos = (q: Queryable, caseIds: readonly string[]): Promise<StoredPhoto[]> =>
  q.query<StoredPhoto>(sql`select ${columns} from cases_photo where case_id = any(${caseIds}::uuid[]) order by added_at, id`);

/** Ties photos uploaded beforehand to their case. Only the uploader's own, still loose or already there; returns how many fit. */
export async function attachPhotos(tx: Tx, caseId: string, ids: readonly string[], byUser: string, stage: string | null): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await tx.query(sql`update cases_photo set case_id = ${caseId}::uuid, stage = coalesce(${stage}::text, stage)
    where id = any(${ids}::uuid[]) and (case_id = ${caseId}::uuid or (case_id is null and by_user = ${byUser})) returning id`);
  return rows.length;
}

/** The photo of a hash that the caller may see: its case decides, or that the caller uploaded it. */
export const photosByHash = (q: Queryable, hash: string): Promise<StoredPhoto[]> =>
  q.query<StoredPhoto>(sql`select ${columns} from cases_photo where hash = ${hash} or thumb_hash = ${hash} limit 50`);
