import { z } from 'zod';

/** Where a street stands in the made-up outline: `at` in half-widths and half-heights from the centre, `reach` widens it. */
const StreetPlan = z.object({ code: z.string().regex(/^\d{9}$/), at: z.tuple([z.number(), z.number()]), reach: z.number().default(0) });

/**
 * How to draw a district that has no free geometry. The same plan always draws the same shapes; all of it is 示意数据.
 * Spacing is in metres; west is coarser than east, as a town is denser than its villages.
 */
export const SyntheticPlan = z.object({
  seed: z.int(),
  centre: z.tuple([z.number().min(-180).max(180), z.number().min(-80).max(80)]),
  widthM: z.number().positive(),
  heightM: z.number().positive(),
  westSpacingM: z.number().positive(),
  eastSpacingM: z.number().positive(),
  rowSpacingM: z.number().positive(),
  turnDegrees: z.number().default(0),
  streets: z.array(StreetPlan).min(1),
});
export type SyntheticPlan = z.infer<typeof SyntheticPlan>;
