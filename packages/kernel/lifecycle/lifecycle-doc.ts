import type { RefusalWords } from '../refusal-words.ts';
import { CLOCK_VERBS } from './action-row.ts';
import { actionTable, lifecycleDiagram, reasonsList, stateTable } from './diagram.ts';
import { GENERAL_RULES } from './general-rules.ts';
import { REFUSALS } from './refusals.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const fenced = (language: string, text: string): string => [`\`\`\`${language}`, text, '```'].join('\n');

function refusalTable(): string {
  const rows = Object.entries<RefusalWords>(REFUSALS).map(
    ([code, { status, zh, en, next_zh, next_en }]) => `| \`${code}\` | ${status} | ${zh}${next_zh} | ${en} ${next_en} |`,
  );
  return ['| code | status | 说明 | what it says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** docs/reference/lifecycle.md, printed from the table in actions.ts. */
export function lifecycleDoc(): string {
  return `# The case lifecycle 案件流程

Generated from \`packages/kernel/lifecycle\`; edit the table there and run its test with \`BLESS=1\`.

A case moves only by an action of this table. An act is judged in one order – state, role, holder, reason, input, then the
conditions from left to right – and what refuses it has a code. The history of acts is the case: replaying it gives the same state.

## 流程图 Diagram

Void 作废 and force-close 强制结案 leave from every open state and are not drawn.

${fenced('mermaid', lifecycleDiagram('zh'))}

${fenced('mermaid', lifecycleDiagram('en'))}

## 状态 States

${stateTable()}

## 操作 Actions (中文)

${actionTable('zh')}

## Actions (English)

${actionTable('en')}

## 时钟 Clocks

${Object.entries(CLOCK_VERBS)
  .map(([verb, { zh, en }]) => `- \`${verb}\`: ${zh}。The clock ${en}.`)
  .join('\n')}

## Why

${reasonsList()}

## 通则 General rules

${GENERAL_RULES.map(({ zh, en }) => `- ${zh}\n  ${en}`).join('\n')}

## 默认设置 Default settings

${fenced('json', JSON.stringify(DEFAULT_SETTINGS, null, 2))}

## 拒绝 Refusals

${refusalTable()}
`;
}
