import { metricsDoc } from '@chengmai/kernel/evaluation/metrics-doc.ts';
import { ACTIONS } from '@chengmai/kernel/lifecycle/actions.ts';
import { lifecycleDoc } from '@chengmai/kernel/lifecycle/lifecycle-doc.ts';
import { areasEvents } from '@chengmai/modules/areas/contract.ts';
import { catalogueEvents } from '@chengmai/modules/catalogue/contract.ts';
import { openapiDoc } from '@chengmai/platform/http/openapi.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';
import { configReference } from '@chengmai/platform/runtime/config.ts';
import { allErrors, registerErrors } from '@chengmai/platform/runtime/error-codes.ts';
import { cityErrors } from '../cli/city-errors.ts';
import { type Command, usage } from '../cli/command.ts';
import { version } from '../cli/version.ts';
import { routesOfCity } from './routes-of-city.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');

function errorsPage(): string {
  const rows = [...allErrors()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, text]) => [`\`${code}\``, String(text.status), text.zh, text.next_zh, text.en, text.next_en]);
  return `# Refusals\n\nEvery expected "no" of the platform. Over HTTP it is problem+json with this status and \`code\`; at the shell one sentence on standard error.\n\n${table(['code', 'status', '说明', '怎么办', 'what it says', 'what to do'], rows)}\n`;
}

/** Events that are no action of the lifecycle table. */
const otherEvents: readonly (readonly [type: string, key: string, zh: string, en: string])[] = [
  ['cases.escalated', 'case', '时限升级提醒', 'A limit came near or passed; the ladder says who is told'],
  ['cases.imported', 'import', '导入了一批案件', 'A block of cases was imported'],
  ['cases.undone', 'case', '撤销了上一步', 'The last action was taken back within ten seconds'],
  [areasEvents.changed, 'areas', '区划、网格或值守有变化', 'Divisions, cells or duty changed'],
  [catalogueEvents.changed, 'catalogue', '分类、条件或设置有变化', 'Classes, conditions or settings changed'],
  [
    catalogueEvents.calendarChanged,
    'catalogue',
    '工作日历有变化，在办案件重算时限',
    'A calendar took effect; open clocks are computed again',
  ],
];

function eventsPage(): string {
  const actions = Object.values(ACTIONS).map(({ event, zh, en }) => [event, 'case', zh, en] as const);
  const byType = Map.groupBy([...actions, ...otherEvents], ([type]) => type);
  const rows = [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, same]) => [
      `\`${type}\``,
      same[0]?.[1] ?? '',
      same.map(([, , zh]) => zh).join('、'),
      same.map(([, , , en]) => en).join(', '),
    ]);
  return `# Events\n\nEvery event is \`{id, type, at, key, trace, body}\`; events of one \`key\` stay in order, and a handler's effect happens exactly once. The body of the case events\nis \`CaseEventBody\` in \`packages/modules/cases/contract.ts\`.\n\n${table(['type', 'key', '说明', 'meaning'], rows)}\n`;
}

function commandsPage(commands: readonly Command[]): string {
  const parts = commands.map((command) => `## ${command.name}\n\n\`\`\`text\n${usage(command, 'en')}\n\n${usage(command, 'zh')}\n\`\`\`\n`);
  return `# Commands\n\n\`./chengmai COMMAND --help\` prints the same.\n\n${parts.join('\n')}`;
}

/** The pages of docs/reference by file name, from the code itself. `db` is an empty database and is closed. */
export async function referencePages(db: Db, commands: readonly Command[]): Promise<Readonly<Record<string, string>>> {
  registerErrors(cityErrors);
  const routes = await routesOfCity(db);
  return {
    'commands.md': commandsPage(commands),
    'config.md': configReference(),
    'errors.md': errorsPage(),
    'events.md': eventsPage(),
    'lifecycle.md': lifecycleDoc(),
    'metrics.md': metricsDoc(),
    'openapi.json': `${JSON.stringify(openapiDoc(routes, version), null, 1)}\n`,
  };
}

/** Pages whose checked-in text differs. */
export const stalePages = (pages: Readonly<Record<string, string>>, checkedIn: (name: string) => string | null): string[] =>
  Object.entries(pages).flatMap(([name, text]) => (checkedIn(name) === text ? [] : [name]));
