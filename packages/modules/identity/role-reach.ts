import type { Role, Scope } from '@chengmai/platform/runtime/scope.ts';

/** How far a role sees by itself: the city (within the person's areas), the own unit with everything under it, or only what is the person's own. */
export type Reach = 'city' | 'unit' | 'own';

/** Names are those of the standards (GB/T 30428.8 §5; CJJ/T 312). */
export const roleReach: Readonly<Record<Role, { readonly zh: string; readonly en: string; readonly reach: Reach }>> = {
  collector: { zh: '采集员', en: 'Collector', reach: 'own' },
  acceptor: { zh: '受理员', en: 'Acceptor', reach: 'city' },
  shift_leader: { zh: '值班长', en: 'Shift leader', reach: 'city' },
  dispatcher: { zh: '派遣员', en: 'Dispatcher', reach: 'city' },
  dept_manager: { zh: '专业部门管理员', en: 'Department manager', reach: 'unit' },
  handler: { zh: '处置人员', en: 'Handler', reach: 'unit' },
  inspector: { zh: '督查员', en: 'Inspector', reach: 'city' },
  leader: { zh: '领导', en: 'Leader', reach: 'city' },
  evaluator: { zh: '评价员', en: 'Evaluator', reach: 'city' },
  admin: { zh: '管理员', en: 'Administrator', reach: 'city' },
};

export interface ScopeSource {
  readonly userId: string;
  readonly roles: readonly Role[];
  /** Area prefixes of the person; empty: everywhere. */
  readonly areas: readonly string[];
  /** Ids of the person's unit and everything under it; empty without a unit. */
  readonly subtree: readonly string[];
}

/**
 * The data scope of a person. With several roles the widest reach counts. A person of `unit` reach without a unit, and a person without roles,
 * see only what is their own.
 */
export function scopeOf(source: ScopeSource): Scope {
  const reaches = new Set(source.roles.map((role) => roleReach[role].reach));
  const areas = source.areas.length === 0 ? [''] : source.areas;
  if (reaches.has('city')) return { areas, units: null, userId: source.userId, ownOnly: false };
  if (reaches.has('unit') && source.subtree.length > 0) return { areas, units: source.subtree, userId: source.userId, ownOnly: false };
  return { areas, units: source.subtree, userId: source.userId, ownOnly: true };
}

/** Is every prefix inside one of the outer prefixes? */
export const areasWithin = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.every((prefix) => outer.some((allowed) => prefix.startsWith(allowed)));

/** Common part of two prefix lists, where an empty list means everywhere. */
export function areasBoth(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = [
    ...a.filter((prefix) => b.some((other) => prefix.startsWith(other))),
    ...b.filter((prefix) => a.some((other) => prefix.startsWith(other))),
  ];
  // Nothing in common must not read as "everywhere".
  return both.length === 0 ? ['-'] : [...new Set(both)];
}
