import { basisOf } from '@chengmai/kernel/calendar/limit.ts';
import { ok } from '@chengmai/kernel/result.ts';
import { type Route, route } from '@chengmai/platform/http/route.ts';
import { z } from 'zod';
import { CalendarDto, LimitDto } from './contract.ts';
import { changeCalendar, changeLifecycle } from './edit-calendar.ts';
import type { Edit } from './editing.ts';
import { LifecycleSettingsDto } from './lifecycle-settings.ts';
import type { HeldCatalogue } from './snapshot.ts';

const tag = 'catalogue';
const iso = z.iso.datetime({ offset: true });
const isoOf = (at: number): string => new Date(at).toISOString();

const DueAnswer = z.object({
  dueAt: iso,
  provisional: z.boolean(),
  segments: z.array(z.object({ from: iso, to: iso, running: z.boolean() })),
});
const Lifecycle = z.object({ version: z.int(), settings: LifecycleSettingsDto });

export function calendarRoutes(held: HeldCatalogue, edit: Edit): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue/calendar',
      summary: { zh: '工作日历', en: 'The working calendar' },
      tag,
      access: 'signed-in',
      response: CalendarDto,
      handle: async () => ok(held.current().calendar.definition as unknown as z.input<typeof CalendarDto>),
    }),
    route({
      method: 'PUT',
      path: '/api/catalogue/calendar',
      summary: { zh: '修改工作日历（生成新版本，重算未结时限）', en: 'Change the calendar (a new version; open clocks are recomputed)' },
      tag,
      access: ['admin'],
      body: CalendarDto,
      response: CalendarDto,
      handle: async (request) => {
        const changed = await edit(request, 'catalogue.calendar_changed', (change) => changeCalendar(change, request.body));
        return changed.ok ? ok(changed.value as unknown as z.input<typeof CalendarDto>) : changed;
      },
    }),
    route({
      method: 'POST',
      path: '/api/catalogue/calendar/due',
      idempotency: 'none',
      summary: { zh: '试算时限', en: 'Where a limit would end' },
      tag,
      access: 'signed-in',
      body: z.object({ start: iso, limit: LimitDto.extend({ value: z.int().min(1).max(10_000) }) }),
      response: DueAnswer,
      handle: async ({ body }) => {
        const { calendar } = held.current();
        const start = Date.parse(body.start);
        const due = calendar.due(start, body.limit);
        const segments = calendar.segments(start, due.at, basisOf(body.limit.unit));
        return ok({
          dueAt: isoOf(due.at),
          provisional: due.provisional,
          segments: segments.map(({ from, to, running }) => ({ from: isoOf(from), to: isoOf(to), running })),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/api/catalogue/lifecycle',
      summary: { zh: '流程设置', en: 'The lifecycle settings' },
      tag,
      access: 'signed-in',
      response: Lifecycle,
      handle: async () => ok(held.current().lifecycle as z.input<typeof Lifecycle>),
    }),
    route({
      method: 'PUT',
      path: '/api/catalogue/lifecycle',
      summary: { zh: '修改流程设置（生成新版本）', en: 'Change the lifecycle settings (makes a new version)' },
      tag,
      access: ['admin'],
      body: Lifecycle,
      response: Lifecycle,
      handle: async (request) => edit(request, 'catalogue.lifecycle_changed', (change) => changeLifecycle(change, request.body)),
    }),
  ];
}
