import { randomUUID } from 'node:crypto';
import type { Answer, Browser } from '../city/browser.ts';
import { reportNo, type Scene } from '../city/scene.ts';
import { line } from '../report/line.ts';
import type { Bench } from '../suite.ts';
import type { FaultCity } from './fault-city.ts';

interface Attack {
  readonly name: string;
  /** What a clear refusal, or harmless keeping, looks like: status and code. */
  readonly expected: readonly [status: number, code: string | null];
  send(browser: Browser, report: Readonly<Record<string, unknown>>): Promise<Answer>;
}

const keyed = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({ 'idempotency-key': randomUUID(), ...more });
const raw = (
  name: string,
  status: number,
  code: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Attack => ({
  name,
  expected: [status, code],
  send: (browser) => browser.raw('POST', '/api/cases', body, keyed(headers)),
});
const field = (name: string, fields: Readonly<Record<string, unknown>>, status: number, code: string | null): Attack => ({
  name,
  expected: [status, code],
  send: (browser, report) => browser.post('/api/cases', { ...report, ...fields }),
});
const query = (name: string, search: string, status: number, code: string | null): Attack => ({
  name,
  expected: [status, code],
  send: (browser) => browser.get(`/api/cases?${search}`),
});

/** Texts that must come back exactly as they were sent. */
export const KEPT_TEXTS: readonly string[] = [
  `'; drop table cases_case; --`,
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '\u202e反转\u202c \u200f左\u200e',
  '𠮷𡈽𠀋 👩‍👩‍👧‍👦 e\u0301 ﷽',
  '{{7*7}} <%= 7*7 %> %s %n \\u0041 \\x00',
  `${'长'.repeat(3990)}（示意）`,
];

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

const ATTACKS: readonly Attack[] = [
  raw('a body of 2 MB', 413, 'http.body_too_large', JSON.stringify({ description: 'x'.repeat(2_000_000) })),
  raw('half a JSON', 400, 'http.malformed_body', '{"description": "'),
  raw('no JSON at all', 400, 'http.malformed_body', 'hello'),
  raw('bytes that are no UTF-8', 400, 'http.malformed_body', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  raw('a prototype key', 400, 'http.malformed_body', '{"__proto__": {"admin": true}}'),
  raw('another content type', 415, 'http.unsupported_type', 'a=1', { 'content-type': 'text/plain' }),
  raw('JSON nested 5,000 deep', 400, 'http.invalid_input', deep(5000)),
  raw('an array instead of an object', 400, 'http.invalid_input', '[]'),
  raw('an empty body', 400, 'http.invalid_input', ''),
  {
    name: 'no key',
    expected: [400, 'http.idempotency_key_missing'],
    send: (browser, report) => browser.raw('POST', '/api/cases', JSON.stringify(report), {}),
  },
  field('NUL in a text', { description: 'a\u0000b' }, 400, 'http.hostile_text'),
  field('half a surrogate pair', { description: 'a\ud800b' }, 400, 'http.hostile_text'),
  field('a text too long', { description: 'x'.repeat(4001) }, 400, 'http.invalid_input'),
  field('a number for a text', { description: 42 }, 400, 'http.invalid_input'),
  field('a place off the globe', { lon: 999 }, 400, 'http.invalid_input'),
  field('an unknown class', { classCode: `'; select pg_sleep(9); --` }, 400, 'cases.class_unknown'),
  query('SQL in a filter', `view=all&unit=${encodeURIComponent(`' or 1=1 --`)}`, 200, null),
  query('SQL in the search', `view=all&q=${encodeURIComponent(`') or true --`)}`, 200, null),
  query('search syntax', `view=all&q=${encodeURIComponent('!!&|(((:*')}`, 200, null),
  query('a cursor of something else', 'view=all&cursor=AAAA', 400, 'cases.bad_cursor'),
  query('an unknown sort', 'view=all&sort=random', 400, 'http.invalid_input'),
  query('a broken percent sign', 'view=all&q=%E0%A4%A', 400, 'http.bad_address'),
  query('NUL in the address', 'view=all&q=%00', 400, 'http.hostile_text'),
];

async function attackOnce(browser: Browser, scene: Scene, attack: Attack, n: number): Promise<string | null> {
  const answer = await attack.send(browser, reportNo(scene, n, 'hostile')).catch((error: unknown) => String(error));
  if (typeof answer === 'string') return `${attack.name}: ${answer}`;
  const [status, code] = attack.expected;
  const said = answer.status >= 400 ? (answer.body?.code ?? '') : null;
  return answer.status === status && said === code
    ? null
    : `${attack.name}: ${answer.status} ${said ?? ''} instead of ${status} ${code ?? ''}`;
}

async function keptText(browser: Browser, scene: Scene, text: string, n: number): Promise<string | null> {
  const made = await browser.post('/api/cases', { ...reportNo(scene, n, 'hostile'), description: text });
  if (made.status !== 201) return `${text.slice(0, 20)}: ${made.status} ${made.body?.code ?? ''}`;
  const seen = await browser.get(`/api/cases/${made.body.id}`);
  return seen.body.description === text ? null : `${text.slice(0, 20)}: came back as ${String(seen.body.description).slice(0, 40)}`;
}

/** The same request again and the same step by many at once: one effect, one answer for all or a clear refusal for the rest. */
async function together(browser: Browser, scene: Scene): Promise<string[]> {
  const wrong: string[] = [];
  const key = randomUUID();
  const body = reportNo(scene, 1, 'hostile');
  const same = await Promise.all(Array.from({ length: 8 }, () => browser.post('/api/cases', body, key)));
  if (new Set(same.map(({ body: made }) => made.id)).size !== 1 || same.some(({ status }) => status !== 201))
    wrong.push(`one key eight times at once: ${same.map(({ status }) => status).join(' ')}`);
  const other = await browser.post('/api/cases', { ...body, place: '别处' }, key);
  if (other.body?.code !== 'http.idempotency_key_reused') wrong.push(`one key for another body: ${other.status} ${other.body?.code}`);
  const { id, version } = same[0]!.body as { id: string; version: number };
  const acts = await Promise.all(Array.from({ length: 8 }, () => browser.post(`/api/cases/${id}/actions/claim`, { version })));
  const done = acts.filter(({ status }) => status === 200).length;
  const stale = acts.filter(({ status, body: said }) => status === 409 && said.code === 'http.version_conflict').length;
  if (done !== 1 || stale !== 7)
    wrong.push(`eight claims at once: ${acts.map(({ status, body: said }) => `${status} ${said?.code ?? ''}`).join(', ')}`);
  return wrong;
}

/** Oversized, malformed and hostile requests, replays and races, over HTTP. */
export async function hostileRequests(bench: Bench, city: FaultCity): Promise<void> {
  bench.tell('faults: hostile requests');
  const program = await city.serve();
  const browser = city.browser();
  const wrong: string[] = [];
  for (const [n, attack] of ATTACKS.entries())
    wrong.push(...[await attackOnce(browser, city.scene, attack, n)].filter((what) => what !== null));
  for (const [n, text] of KEPT_TEXTS.entries())
    wrong.push(...[await keptText(browser, city.scene, text, n)].filter((what) => what !== null));
  wrong.push(...(await together(browser, city.scene)));
  const alive = await browser.get('/health');
  if (alive.body?.status !== 'ok') wrong.push(`afterwards the program is ${alive.body?.status}`);
  await program.stop();
  const note = `${ATTACKS.length} requests that must be refused clearly or change nothing, ${KEPT_TEXTS.length} texts that must come back unchanged, replays and races; ${wrong.join(' · ') || 'all as they should be'}`;
  bench.emit(line('faults.hostile', wrong.length, 'faults', { exactly: 0 }, note));
}
