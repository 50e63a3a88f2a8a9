import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { z } from 'zod';
import { defineCommand } from '../cli/command.ts';
import { type ApiClient, createApiClient } from '../simulators/api-client.ts';

/** One recorded request. `at` orders them in time; JSON goes as `body`, a form with files as `fields` and `files` (base64). */
const Recorded = z.object({
  at: z.iso.datetime({ offset: true }).optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string().startsWith('/api/'),
  body: z.unknown().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  files: z.array(z.object({ field: z.string(), name: z.string(), base64: z.base64() })).default([]),
});
type Recorded = z.output<typeof Recorded>;

function send(client: ApiClient, { method, path, body, fields, files }: Recorded) {
  if (method === 'GET') return client.get(path);
  if (!fields) return client.send(method, path, body ?? {});
  return client.upload(
    path,
    fields,
    files.map(({ field, name, base64 }) => ({ field, name, bytes: Buffer.from(base64, 'base64') })),
  );
}

function readLine(text: string): Recorded | string {
  try {
    const parsed = Recorded.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : `${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const replay = defineCommand({
  name: 'replay',
  summary: { zh: '把录制的请求（JSONL）按原路径重新发送', en: 'Send recorded requests (JSONL) through the same path again' },
  words: ['FILE'],
  options: {
    to: { value: 'URL', zh: '平台地址，默认 http://127.0.0.1:8080', en: 'address of the platform, http://127.0.0.1:8080 when left out' },
    account: {
      value: 'ACCOUNT',
      zh: '以此账号发送；口令取环境变量 CHENGMAI_PASSWORD',
      en: 'send as this account; its password is taken from CHENGMAI_PASSWORD',
    },
    speed: { value: 'FACTOR', zh: '1 为原速，0（默认）为不等待', en: '1 is the recorded pace, 0 (when left out) does not wait' },
  },
  examples: [
    './chengmai replay reports.jsonl --to http://127.0.0.1:8080',
    'CHENGMAI_PASSWORD=… ./chengmai replay day.jsonl --account acceptor --speed 60',
  ],
  async run({ options, words, out, env }): Promise<Result<number>> {
    const address = options.to ?? 'http://127.0.0.1:8080';
    const speed = Number(options.speed ?? 0);
    if (!URL.canParse(address) || !(speed >= 0)) return refuse('cli.bad_option', { problem: '--to / --speed', command: 'replay' });
    const client = createApiClient(new URL(address).origin);
    const sent = { sent: 0, accepted: 0, refused: 0 };
    let line = 0;
    let before: number | null = null;
    try {
      if (options.account && !(await client.signIn(options.account, env.CHENGMAI_PASSWORD ?? ''))) return refuse('auth.required');
      for await (const text of createInterface({ input: createReadStream(resolve(words[0] ?? '')), crlfDelay: Number.POSITIVE_INFINITY })) {
        line += 1;
        if (text.trim() === '') continue;
        const recorded = readLine(text);
        if (typeof recorded === 'string') return refuse('cli.bad_recording', { line, problem: recorded });
        const at = recorded.at ? Date.parse(recorded.at) : null;
        if (speed > 0 && at !== null && before !== null) await sleep(Math.max(0, (at - before) / speed));
        before = at ?? before;
        const answer = await send(client, recorded);
        sent.sent += 1;
        sent[answer.status < 400 ? 'accepted' : 'refused'] += 1;
        if (answer.status >= 400) out.note(`${line}: ${answer.status} ${answer.body?.code ?? ''}`);
      }
    } catch (error) {
      if (error instanceof TypeError)
        return refuse('cli.unreachable', { address, problem: (error.cause as Error | undefined)?.message ?? error.message });
      throw error;
    }
    if (out.json) out.value(sent);
    else
      out.line(
        out.say({
          zh: `已发送 ${sent.sent} 条：接受 ${sent.accepted}，拒绝 ${sent.refused}`,
          en: `${sent.sent} sent: ${sent.accepted} accepted, ${sent.refused} refused`,
        }),
      );
    return ok(sent.refused === 0 ? 0 : 1);
  },
});
