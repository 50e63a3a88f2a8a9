import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import { DEFAULT_SETTINGS, type EvaluationSettings } from './metrics-in-use.ts';

export interface VersionedSettings {
  /** 0: the city has changed nothing yet. */
  readonly version: number;
  readonly settings: EvaluationSettings;
}

export async function settingsInForce(q: Queryable): Promise<VersionedSettings> {
  const [row] = await q.query<VersionedSettings>(sql`select version, settings from evaluation_setting order by version desc limit 1`);
  return row ?? { version: 0, settings: DEFAULT_SETTINGS };
}

/** A new version of the settings; the key refuses a second writer of the same version. */
export async function insertSettings(
  tx: Tx,
  row: VersionedSettings & { readonly reason: string; readonly by: string; readonly at: number },
): Promise<void> {
  await tx.query(sql`insert into evaluation_setting (version, settings, reason, by_user, at)
    values (${row.version}, ${JSON.stringify(row.settings)}::jsonb, ${row.reason}, ${row.by}, ${new Date(row.at)}::timestamptz)`);
}
