import { ok, type Result, refuse } from '../result.ts';
import type { GramWeight } from './text-similarity.ts';

export const PARTS = ['distance', 'time', 'class', 'text', 'photo'] as const;
export type Part = (typeof PARTS)[number];

export interface FusionSettings {
  /** Farther apart is never the same problem. A class with radius 0 takes no part in the search. */
  readonly radiusM: number;
  readonly radiusMByClass: Readonly<Record<string, number>>;
  readonly windowHours: number;
  readonly windowHoursByClass: Readonly<Record<string, number>>;
  /** Class code → group: classes of one group may describe one problem (暴露垃圾 and 积存垃圾渣土). */
  readonly classGroups: Readonly<Record<string, string>>;
  /** What "same group, other class" is worth, 0..1. */
  readonly sameGroupValue: number;
  readonly weights: Readonly<Record<Part, number>>;
  /** Scores from which a candidate is the same, or may be. */
  readonly sameFrom: number;
  readonly maybeFrom: number;
  readonly gramWeight?: GramWeight;
}

/** Same class group, 50 m, 24 h; weights are a decision of this project and editable per city. */
export const DEFAULT_FUSION: FusionSettings = {
  radiusM: 50,
  radiusMByClass: {},
  windowHours: 24,
  windowHoursByClass: {},
  classGroups: {},
  sameGroupValue: 0.7,
  weights: { distance: 0.3, time: 0.15, class: 0.15, text: 0.25, photo: 0.15 },
  sameFrom: 0.8,
  maybeFrom: 0.5,
};

const share = (value: number): boolean => value >= 0 && value <= 1;
const size = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** Settings as edited by a city over the defaults. Refuses `fusion.settings_invalid` naming the field. */
export function fusionSettings(edited: Partial<FusionSettings>): Result<FusionSettings> {
  const settings = { ...DEFAULT_FUSION, ...edited };
  const checks: readonly (readonly [field: string, fine: boolean])[] = [
    ['radiusM', size(settings.radiusM)],
    ['radiusMByClass', Object.values(settings.radiusMByClass).every(size)],
    ['windowHours', size(settings.windowHours) && settings.windowHours > 0],
    ['windowHoursByClass', Object.values(settings.windowHoursByClass).every((hours) => size(hours) && hours > 0)],
    ['sameGroupValue', share(settings.sameGroupValue)],
    ['weights', PARTS.every((part) => size(settings.weights[part])) && PARTS.some((part) => settings.weights[part] > 0)],
    ['maybeFrom', share(settings.maybeFrom)],
    ['sameFrom', share(settings.sameFrom) && settings.sameFrom >= settings.maybeFrom],
  ];
  const wrong = checks.find(([, fine]) => !fine);
  return wrong ? refuse('fusion.settings_invalid', { field: wrong[0] }) : ok(settings);
}

/** The limits for a pair: the stricter of its two classes, so that the judgement does not depend on who asks. */
export function pairLimit(byClass: Readonly<Record<string, number>>, base: number, a: string | null, b: string | null): number {
  const own = (code: string | null) => (code === null ? base : (byClass[code] ?? base));
  return Math.min(own(a), own(b));
}
