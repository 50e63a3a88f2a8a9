import type { ActionRow } from './action-row.ts';
import { ACTION_IDS, type ActionId, actionRow } from './actions.ts';
import { GUARD_WORDS } from './guard-names.ts';
import { ROLES } from './roles.ts';
import { type FromState, isOpen, OPEN_STATES, STAGES, STATE_IDS, STATES, type StateId } from './states.ts';

type Language = 'zh' | 'en';

/** Where a check, a suspension or a merge may lead back to: wherever it can be entered from. */
const ENTERED_BY: Readonly<Partial<Record<StateId, ActionId>>> = {
  pre_checking: 'send_pre_check',
  post_checking: 'send_post_check',
  suspended: 'review_application',
  merged: 'merge',
};

/** Every state an action may lead to from `from`; none when it leaves the case where it is. */
export function targetsOf(action: ActionId, from: FromState): readonly StateId[] {
  const { to } = actionRow(action);
  if (to === 'same') return [];
  if (to === 'granted') return ['suspended'];
  if (to !== 'back') return [to];
  const entry = from === 'new' ? undefined : ENTERED_BY[from];
  return entry ? actionRow(entry).from.filter((state): state is StateId => state !== 'new' && state !== from) : [];
}

interface Arrow {
  readonly action: ActionId;
  readonly from: FromState;
  readonly to: StateId;
}

function arrows(): readonly Arrow[] {
  return ACTION_IDS.flatMap((action) =>
    actionRow(action).from.flatMap((from) => targetsOf(action, from).map((to) => ({ action, from, to }))),
  );
}

/** Void and force-close leave from every open state: drawn as a note, they would hide the rest. */
const fromAnywhere = (row: ActionRow): boolean => OPEN_STATES.every((state) => row.from.includes(state));

/** The lifecycle as a Mermaid state diagram. */
export function lifecycleDiagram(language: Language): string {
  const names = STATE_IDS.map((id) => `  ${id}: ${STATES[id][language]}`);
  const grouped = Map.groupBy(
    arrows().filter(({ action, from, to }) => !fromAnywhere(actionRow(action)) && from !== to),
    ({ from, to }) => `  ${from === 'new' ? '[*]' : from} --> ${to}`,
  );
  const lines = [...grouped].map(([line, group]) => `${line}: ${group.map(({ action }) => actionRow(action)[language]).join(' / ')}`);
  const ends = STATE_IDS.filter((id) => !isOpen(id)).map((id) => `  ${id} --> [*]`);
  return ['stateDiagram-v2', ...names, ...lines, ...ends].join('\n');
}

function fromWords(row: ActionRow, language: Language): string {
  if (row.from.length === STATE_IDS.length) return language === 'zh' ? '任何状态' : 'any state';
  if (fromAnywhere(row)) return language === 'zh' ? '任何未结状态' : 'any open state';
  return row.from.map((from) => (from === 'new' ? '–' : STATES[from][language])).join(language === 'zh' ? '、' : ', ');
}

function toWords(action: ActionId, row: ActionRow, language: Language): string {
  if (row.to === 'same') return '–';
  const targets = new Set(row.from.flatMap((from) => targetsOf(action, from)));
  return [...targets].map((to) => STATES[to][language]).join(language === 'zh' ? '、' : ', ');
}

function asksFor(row: ActionRow, language: Language): string {
  const comma = language === 'zh' ? '；' : '; ';
  const reason = row.reason ? [language === 'zh' ? '理由' : 'reason'] : [];
  const fields = (row.input ?? []).map((field) => `\`${field}\``);
  const guards = (row.guards ?? []).map((name) => GUARD_WORDS[name][language]);
  return [...reason, ...fields, ...guards].join(comma);
}

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['操作', '名称', '岗位', '从', '到', '要求与条件', '时钟'],
  en: ['action', 'name', 'who', 'from', 'to', 'asks for, and only if', 'clocks'],
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Every action of the table as one Markdown row. */
export function actionTable(language: Language): string {
  const comma = language === 'zh' ? '、' : ', ';
  const rows = ACTION_IDS.map((action) => {
    const row = actionRow(action);
    const who = row.roles.map((role) => ROLES[role][language]).join(comma);
    const clocks = (row.clocks ?? []).map((effect) => `\`${effect}\``).join(', ');
    const name = row[language];
    return line([`\`${action}\``, name, who, fromWords(row, language), toWords(action, row, language), asksFor(row, language), clocks]);
  });
  return [line(HEADS[language]), line(HEADS[language].map(() => '---')), ...rows].join('\n');
}

/** Every state with its stage and whose turn it is. */
export function stateTable(): string {
  const rows = STATE_IDS.map((id) => {
    const { zh, en, stage, holder } = STATES[id];
    const turn = holder ? `${ROLES[holder].zh} ${ROLES[holder].en}` : '–';
    return line([`\`${id}\``, zh, en, `${STAGES[stage].zh} ${STAGES[stage].en}`, turn]);
  });
  return [line(['id', '状态', 'state', '阶段 stage', '持有 whose turn']), line(['---', '---', '---', '---', '---']), ...rows].join('\n');
}

export function reasonsList(): string {
  return ACTION_IDS.flatMap((action) => {
    const { zh, en, why } = actionRow(action);
    return why ? [`- **${zh} ${en}** (\`${action}\`): ${why}`] : [];
  }).join('\n');
}
