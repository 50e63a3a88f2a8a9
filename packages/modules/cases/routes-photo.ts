import { ok, refuse } from '@chengmai/kernel/result.ts';
import { Bytes, type Route, route } from '@chengmai/platform/http/route.ts';
import { z } from 'zod';
import { Photo, photoStages } from './contract.ts';
import type { Desk } from './desk.ts';
import { photoDto } from './detail.ts';
import { photosByHash } from './photo-store.ts';
import { keepPhoto, photoUploads, recordPhoto } from './photos.ts';
import { findCase, findCases } from './store.ts';

const StageField = z.object({ stage: z.enum(photoStages).default('other') });

export function photoRoutes(desk: Desk): Route[] {
  const { db, blob } = desk.ctx;
  return [
    route({
      method: 'POST',
      path: '/api/photos',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '上传照片（随后由上报或操作引用）', en: 'Upload a photo to be named by a report or an action' },
      uploads: { ...photoUploads, maxFiles: 1 },
      body: StageField,
      response: Photo,
      created: true,
      ratePerMinute: 120,
      handle: async ({ files, body, caller, once }) => {
        const file = files[0];
        if (!file) return refuse('http.invalid_input', { field: 'file', problem: 'required' });
        const kept = await keepPhoto(desk, file);
        if (!kept.ok) return kept;
        return db.tx((tx) => once(tx, async () => ok(photoDto(await recordPhoto(desk, tx, kept.value, null, body.stage, caller)))));
      },
    }),
    route({
      method: 'POST',
      path: '/api/cases/:id/photos',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '为案件上传照片', en: 'Add a photo to a case' },
      params: z.object({ id: z.uuid() }),
      uploads: { ...photoUploads, maxFiles: 1 },
      body: StageField,
      response: Photo,
      created: true,
      ratePerMinute: 120,
      handle: async ({ params, files, body, caller, once }) => {
        const file = files[0];
        if (!file) return refuse('http.invalid_input', { field: 'file', problem: 'required' });
        if (!(await findCase(db, caller, params.id))) return refuse('cases.not_found');
        const kept = await keepPhoto(desk, file);
        if (!kept.ok) return kept;
        return db.tx((tx) => once(tx, async () => ok(photoDto(await recordPhoto(desk, tx, kept.value, params.id, body.stage, caller)))));
      },
    }),
    route({
      method: 'GET',
      path: '/api/photos/:hash',
      tag: 'cases',
      access: 'signed-in',
      summary: { zh: '照片', en: 'A photo' },
      params: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
      query: z.object({ size: z.enum(['full', 'thumb']).default('full') }),
      response: 'bytes',
      ratePerMinute: 3000,
      handle: async ({ params, query, caller }) => {
        const photos = await photosByHash(db, params.hash);
        const own = photos.find((photo) => photo.by_user === caller.userId);
        const cases = photos.flatMap((photo) => photo.case_id ?? []);
        const visible = own ?? ((await findCases(db, caller, cases)).length > 0 ? photos[0] : undefined);
        if (!visible) return refuse('http.not_found');
        const found = await blob.get(query.size === 'thumb' ? visible.thumb_hash : params.hash);
        if (!found) return refuse('http.not_found');
        return ok(
          new Bytes(found.stat.type, found.bytes, {
            'cache-control': 'private, max-age=31536000, immutable',
            etag: `"${found.stat.hash}"`,
          }),
        );
      },
    }),
  ];
}
