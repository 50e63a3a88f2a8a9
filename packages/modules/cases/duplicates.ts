import type { FusionReport, Judgement, Reason } from '@chengmai/kernel/fusion/judge.ts';
import { type FusionSettings, fusionSettings } from '@chengmai/kernel/fusion/settings.ts';
import { suggest } from '@chengmai/kernel/fusion/suggest.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import sql from 'sql-template-tag';
import type { ClassEntry } from '../catalogue/contract.ts';
import { iso, type StoredCase } from './case-row.ts';
import type { DuplicateSuggestion } from './contract.ts';
import type { Desk } from './desk.ts';
import { type Told, toldApart } from './not-same-store.ts';
import { casePhotos } from './photo-store.ts';
import { caseColumns, caseScope } from './queue-store.ts';

/** What is known of a problem before or after it became a case. */
export interface Subject {
  readonly id: string;
  readonly classCode: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly text: string;
  readonly at: number;
  readonly photoHashes: readonly string[];
}

/** Nearer than this is shown even when the judgement leaves it out, with its why. */
const SHOWN_WITHIN_M = 100;
const DEGREES_PER_M = 1 / 90_000;

/** Classes of one major may describe one problem; what the city set per class bounds the search. */
function settingsFor(entry: ClassEntry | undefined, others: readonly ClassEntry[]): FusionSettings {
  const known = entry ? [entry, ...others] : others;
  const byClass = <T>(pick: (one: ClassEntry) => T): Record<string, T> => Object.fromEntries(known.map((one) => [one.code, pick(one)]));
  const settings = fusionSettings({
    radiusMByClass: byClass((one) => one.duplicateRadiusM),
    windowHoursByClass: byClass((one) => one.duplicateHours),
  });
  if (!settings.ok) throw new Error(`fusion settings: ${settings.refusal.code}`);
  return settings.value;
}

function near(q: Queryable, caller: Caller, subject: Subject, radiusM: number, hours: number): Promise<StoredCase[]> {
  const from = new Date(subject.at - hours * 3_600_000);
  const to = new Date(subject.at + hours * 3_600_000);
  const point = sql`st_setsrid(st_makepoint(${subject.lon}::float8, ${subject.lat}::float8), 4326)`;
  return q.query<StoredCase>(sql`select ${caseColumns} from cases_case c
    where c.geom && st_expand(${point}, ${radiusM * DEGREES_PER_M}::float8) and c.id <> ${subject.id}::uuid
      and (c.open or c.closed_at >= ${from}) and c.state not in ('rejected', 'voided', 'merged') and c.reported_at between ${from} and ${to} and ${caseScope(caller)}
    order by st_distance(c.geom, ${point}) limit 40`);
}

const asFusion = (row: StoredCase, hashes: ReadonlyMap<string, string[]>): FusionReport => ({
  id: row.id,
  classCode: row.class_code || null,
  at: row.reported_at,
  position: row.lon !== null && row.lat !== null ? [row.lon, row.lat] : null,
  text: `${row.description} ${row.place}`,
  photoHashes: hashes.get(row.id) ?? [],
});

const reasonDto = (kind: string, reason: Reason): DuplicateSuggestion['reasons'][number] => ({
  kind,
  zh: reason.zh,
  en: reason.en,
  value: reason.value,
  points: reason.points,
});

/**
 * Near cases that may be the same problem, best first, then near ones that are not, each with its reasons. Empty without a position:
 * without a place there is nothing to compare. Only cases in the caller's scope.
 */
export async function duplicatesOf(desk: Desk, q: Queryable, caller: Caller, subject: Subject): Promise<DuplicateSuggestion[]> {
  if (subject.lon === null || subject.lat === null) return [];
  const entry = subject.classCode ? desk.catalogue.classOf(subject.classCode, subject.at) : undefined;
  const radiusM = Math.max(entry?.duplicateRadiusM ?? 50, SHOWN_WITHIN_M);
  const rows = await near(q, caller, subject, radiusM, Math.max(entry?.duplicateHours ?? 24, 24));
  if (rows.length === 0) return [];
  const photos = await casePhotos(
    q,
    rows.map((row) => row.id),
  );
  const hashes = new Map<string, string[]>();
  const thumbs = new Map<string, string>();
  for (const photo of photos) {
    if (photo.look_hash) hashes.set(photo.case_id!, [...(hashes.get(photo.case_id!) ?? []), photo.look_hash]);
    if (!thumbs.has(photo.case_id!)) thumbs.set(photo.case_id!, `/api/photos/${photo.hash}?size=thumb`);
  }
  const others = rows.flatMap((row) => desk.catalogue.classOf(row.class_code, subject.at) ?? []);
  const { suggested, others: left } = suggest(
    {
      id: subject.id,
      classCode: subject.classCode,
      at: subject.at,
      position: [subject.lon, subject.lat],
      text: subject.text,
      photoHashes: subject.photoHashes,
    },
    rows.map((row) => asFusion(row, hashes)),
    settingsFor(entry, others),
    5,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const apart = new Map((await toldApart(q, subject.id)).map((told) => [told.other, told]));
  const shown = [...suggested, ...left.slice(0, 3)].map(({ candidate, judgement }) =>
    toDto(byId.get(candidate.id)!, judgement, thumbs, apart),
  );
  return shown.sort((a, b) => Number(a.excludedBecause !== null) - Number(b.excludedBecause !== null));
}

/** The same for a case that is there already, with its own photos. */
export async function duplicatesOfCase(desk: Desk, q: Queryable, caller: Caller, row: StoredCase): Promise<DuplicateSuggestion[]> {
  const photos = await casePhotos(q, [row.id]);
  return duplicatesOf(desk, q, caller, {
    id: row.id,
    classCode: row.class_code || null,
    lon: row.lon,
    lat: row.lat,
    text: `${row.description} ${row.place}`,
    at: row.reported_at,
    photoHashes: photos.flatMap((photo) => photo.look_hash ?? []),
  });
}

/** A person's word stands above the score: a pair told apart is shown with who said so, and no longer suggested. */
function toDto(
  row: StoredCase,
  judgement: Judgement,
  thumbs: ReadonlyMap<string, string>,
  apart: ReadonlyMap<string, Told>,
): DuplicateSuggestion {
  const told = apart.get(row.id);
  const why = told
    ? { zh: `${told.by_name} 已判定不是同一件`, en: `${told.by_name} found it to be another problem` }
    : judgement.excludedBecause;
  return {
    caseId: row.id,
    number: row.number,
    title: `${row.class_name} ${row.place}`,
    className: row.class_name,
    state: row.state,
    version: row.version,
    reportedAt: iso(row.reported_at),
    lon: row.lon,
    lat: row.lat,
    thumb: thumbs.get(row.id) ?? null,
    score: why ? null : judgement.score,
    verdict: told ? 'different' : judgement.verdict,
    reasons: Object.entries(judgement.reasons).map(([kind, reason]) => reasonDto(kind, reason)),
    excludedBecause: why ? { zh: why.zh, en: why.en } : null,
    toldApart: told !== undefined,
  };
}
