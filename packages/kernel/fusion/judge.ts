import type { Instant } from '../calendar/types.ts';
import type { Words } from '../evaluation/words.ts';
import { distanceM as groundDistanceM } from '../geo/distance.ts';
import type { LonLat } from '../geo/geometry.ts';
import { photoSimilarity } from './photo-similarity.ts';
import { type FusionSettings, PARTS, type Part, pairLimit } from './settings.ts';
import { textSimilarity } from './text-similarity.ts';

/** What is compared of a report or case. Null is unknown, and unknown is not zero. Position: WGS-84 degrees. */
export interface FusionReport {
  readonly id: string;
  readonly classCode: string | null;
  readonly at: Instant;
  readonly position: LonLat | null;
  /** Description and place in words. */
  readonly text: string;
  /** Perceptual hashes of its photos, hex. */
  readonly photoHashes: readonly string[];
}

/** One part of the score. `weight` is the effective one after that of missing parts was shared out; `points = value × weight`. */
export interface Reason extends Words {
  /** 0..1; null when missing. */
  readonly value: number | null;
  /** As measured: metres, or milliseconds (positive when the candidate is later); null where there is nothing to measure. */
  readonly measured: number | null;
  readonly weight: number;
  readonly points: number;
}

export type ExclusionCode = 'same_record' | 'class_differs' | 'class_off' | 'too_far' | 'too_old' | 'nothing_to_compare';

export interface Judgement {
  /** 0..1, the sum of the points; 0 when excluded (show it as "—"). */
  readonly score: number;
  readonly verdict: 'same' | 'maybe' | 'different';
  readonly reasons: Readonly<Record<Part, Reason>>;
  readonly excludedBecause?: { readonly code: ExclusionCode } & Words;
}

interface Comparison {
  readonly distanceM: number | null;
  readonly deltaMs: number;
  readonly radiusM: number;
  readonly windowHours: number;
  readonly values: Readonly<Record<Part, number | null>>;
}

const HOUR_MS = 3_600_000;

/**
 * Whether a candidate is the same problem as a report. Symmetric in the two, except that the words say which one is earlier; an identical
 * report scores 1; farther or older never scores higher. "Same" needs a known distance and at least half of the evidence by weight; with less, two
 * reports that agree in all that is known are "maybe" at best.
 */
export function judge(report: FusionReport, candidate: FusionReport, settings: FusionSettings): Judgement {
  const compared = compare(report, candidate, settings);
  const excluded = exclusion(report, candidate, compared);
  const reasons = explain(compared, settings);
  if (excluded) return { score: 0, verdict: 'different', reasons, excludedBecause: excluded };
  const score = Math.min(
    1,
    PARTS.reduce((sum, part) => sum + reasons[part].points, 0),
  );
  return { score, verdict: verdictOf(score, compared, settings), reasons };
}

function verdictOf(score: number, { distanceM, values }: Comparison, settings: FusionSettings): Judgement['verdict'] {
  const weighed = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + settings.weights[part], 0);
  const enough = weighed(PARTS.filter((part) => values[part] !== null)) >= weighed(PARTS) / 2;
  if (score >= settings.sameFrom && distanceM !== null && enough) return 'same';
  return score >= settings.maybeFrom ? 'maybe' : 'different';
}

function compare(a: FusionReport, b: FusionReport, settings: FusionSettings): Comparison {
  const radiusM = pairLimit(settings.radiusMByClass, settings.radiusM, a.classCode, b.classCode);
  const windowHours = pairLimit(settings.windowHoursByClass, settings.windowHours, a.classCode, b.classCode);
  const distanceM = a.position && b.position ? groundDistanceM(a.position, b.position) : null;
  const deltaMs = b.at - a.at;
  const near = distanceM === null ? null : Math.max(0, 1 - (distanceM / radiusM) ** 2);
  return {
    distanceM,
    deltaMs,
    radiusM,
    windowHours,
    values: {
      // Position error makes the first metres meaningless: the square keeps the value high near by and lets it fall toward the radius.
      distance: radiusM === 0 ? (distanceM === null ? null : 0) : near,
      time: Math.max(0, 1 - Math.abs(deltaMs) / (windowHours * HOUR_MS)),
      class: classValue(a.classCode, b.classCode, settings),
      text: textSimilarity(a.text, b.text, settings.gramWeight),
      photo: photoSimilarity(a.photoHashes, b.photoHashes),
    },
  };
}

function classValue(a: string | null, b: string | null, settings: FusionSettings): number | null {
  if (a === null || b === null) return null;
  if (a === b) return 1;
  const group = settings.classGroups[a];
  return group !== undefined && group === settings.classGroups[b] ? settings.sameGroupValue : 0;
}

const sameClassOrGroup = (a: FusionReport, b: FusionReport, { values }: Comparison): boolean =>
  values.class === null || a.classCode === b.classCode || values.class > 0;

/** First reason wins: the one that an operator would name first. */
function exclusion(a: FusionReport, b: FusionReport, compared: Comparison): Judgement['excludedBecause'] {
  const { distanceM, deltaMs, radiusM, windowHours, values } = compared;
  const because = (code: ExclusionCode, zh: string, en: string) => ({ code, zh, en });
  if (a.id === b.id) return because('same_record', '同一条记录', 'The same record');
  if (!sameClassOrGroup(a, b, compared)) return because('class_differs', '类别不同，不列为候选', 'Another class, not a candidate');
  if (radiusM === 0) return because('class_off', '本类未启用重复判断', 'Duplicate search is off for this class');
  if (distanceM !== null && distanceM > radiusM) {
    return because(
      'too_far',
      `相距 ${metres(distanceM)}，超过 ${metres(radiusM)}`,
      `${metres(distanceM)} apart, more than ${metres(radiusM)}`,
    );
  }
  if (Math.abs(deltaMs) > windowHours * HOUR_MS) {
    return because(
      'too_old',
      `相隔 ${span(deltaMs, 'zh')}，超过 ${windowHours} 小时`,
      `${span(deltaMs, 'en')} apart, more than ${windowHours} h`,
    );
  }
  if (distanceM === null && values.text === null)
    return because('nothing_to_compare', '无位置、无文字，无法比较', 'No place and no text to compare');
  return undefined;
}

function explain(compared: Comparison, settings: FusionSettings): Record<Part, Reason> {
  const { values } = compared;
  const known = PARTS.reduce((sum, part) => sum + (values[part] === null ? 0 : settings.weights[part]), 0);
  const measured: Partial<Record<Part, number | null>> = { distance: compared.distanceM, time: compared.deltaMs };
  const reason = (part: Part): Reason => {
    const value = values[part];
    const weight = value === null || known === 0 ? 0 : settings.weights[part] / known;
    return { value, measured: measured[part] ?? null, weight, points: (value ?? 0) * weight, ...partWords(part, compared) };
  };
  return { distance: reason('distance'), time: reason('time'), class: reason('class'), text: reason('text'), photo: reason('photo') };
}

const NAMES: Readonly<Record<Part, Words>> = {
  distance: { zh: '距离', en: 'Distance' },
  time: { zh: '时间', en: 'Time' },
  class: { zh: '类别', en: 'Class' },
  text: { zh: '文本', en: 'Text' },
  photo: { zh: '照片', en: 'Photo' },
};

function partWords(part: Part, compared: Comparison): Words {
  const value = compared.values[part];
  if (value === null) return { zh: `${NAMES[part].zh} 缺`, en: `${NAMES[part].en} missing` };
  if (part === 'distance') return { zh: `相距 ${metres(compared.distanceM ?? 0)}`, en: `${metres(compared.distanceM ?? 0)} apart` };
  if (part === 'time') return timeWords(compared.deltaMs);
  if (part === 'class') return classWords(value);
  return { zh: `${NAMES[part].zh} ${value.toFixed(2)}`, en: `${NAMES[part].en} ${value.toFixed(2)}` };
}

function timeWords(deltaMs: number): Words {
  if (Math.abs(deltaMs) < 60_000) return { zh: '同时', en: 'At the same time' };
  const [zh, en] = deltaMs < 0 ? ['早', 'earlier'] : ['晚', 'later'];
  return { zh: `${zh} ${span(deltaMs, 'zh')}`, en: `${span(deltaMs, 'en')} ${en}` };
}

function classWords(value: number): Words {
  if (value === 1) return { zh: '同类', en: 'Same class' };
  return value > 0 ? { zh: '同组不同类', en: 'Same group of classes' } : { zh: '类别不同', en: 'Another class' };
}

const metres = (m: number): string => (m < 1000 ? `${Math.round(m)} m` : `${(m / 1000).toFixed(1)} km`);

/** `41 分`, `3 小时 5 分`, `2 天`. */
function span(ms: number, locale: 'zh' | 'en'): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const units = locale === 'zh' ? ['天', '小时', '分'] : ['d', 'h', 'min'];
  const shown = days > 0 ? [days, hours, 0] : [0, hours, rest];
  const parts = shown.flatMap((n, i) => (n > 0 ? [`${n} ${units[i]}`] : []));
  return parts.join(' ') || `0 ${units[2]}`;
}
