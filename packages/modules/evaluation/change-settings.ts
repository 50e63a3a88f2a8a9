import { RATES, rateDefinition } from '@chengmai/kernel/evaluation/metrics.ts';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { EvaluationSettings } from './metrics-in-use.ts';
import { insertSettings, settingsInForce, type VersionedSettings } from './settings-store.ts';

/** Changed denominators must be of the dictionary. Refuses `evaluation.unknown_metric`, `_preset`, `_count`, `empty_sum`. */
export function checkSettings({ rates }: EvaluationSettings): Result<null> {
  for (const [id, change] of Object.entries(rates)) {
    if (!RATES.has(id)) return refuse('evaluation.unknown_metric', { metric: id });
    const definition = rateDefinition(id, change);
    if (!definition.ok) return definition;
  }
  return ok(null);
}

/** A new version of the settings. Refuses `http.version_conflict` when somebody else was faster. */
export async function changeSettings(
  tx: Tx,
  settings: EvaluationSettings,
  seen: number,
  by: { readonly reason: string; readonly userId: string; readonly at: number },
): Promise<Result<VersionedSettings>> {
  const checked = checkSettings(settings);
  if (!checked.ok) return checked;
  const current = await settingsInForce(tx);
  if (current.version !== seen) return refuse('http.version_conflict', { current: current.version });
  const next = { version: seen + 1, settings };
  await insertSettings(tx, { ...next, reason: by.reason, by: by.userId, at: by.at });
  return ok(next);
}
