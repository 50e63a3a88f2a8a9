import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { z } from 'zod';
import { LimitDto } from './contract.ts';

/** What a city may decide about its case loop; absent values take the kernel's default. Shape of kernel/lifecycle/settings.ts. */
export const LifecycleSettingsDto = z
  .strictObject({
    // All or none: a partial table would hide the kernel's defaults for the rest.
    allowances: z.strictObject({ accept: LimitDto, dispatch: LimitDto, pre_check: LimitDto, post_check: LimitDto, close: LimitDto }),
    defaultLimit: LimitDto,
    filing: z.enum(['one_step', 'two_step']),
    closing: z.enum(['one_step', 'two_step']),
    reworkClock: z.enum(['restart', 'remaining']),
    maxExtensions: z.int().min(0).max(20),
    maxSuspensionDays: z.int().min(1).max(3660),
    reopenDays: z.int().min(0).max(3660),
    forceCloseNeedsSecondPerson: z.boolean(),
    photosAfterRequired: z.boolean(),
    postCheckRequired: z.boolean(),
    selfHandleClasses: z.array(z.string().max(64)).max(1000).nullable(),
    maxSplitParts: z.int().min(2).max(100),
    warnShare: z.number().min(0).max(1),
  })
  .partial();
export type LifecycleSettingsDto = z.infer<typeof LifecycleSettingsDto>;

/** Refuses `catalogue.lifecycle_refused` with the first field that is wrong. */
export function parseLifecycleSettings(input: unknown): Result<LifecycleSettingsDto> {
  const parsed = LifecycleSettingsDto.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0]!;
  return refuse('catalogue.lifecycle_refused', { field: issue.path.join('.') || '-', problem: issue.message });
}
