import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ok } from '@chengmai/kernel/result.ts';
import { defineCommand } from '../cli/command.ts';
import { programRoot } from '../cli/version.ts';

const passed = ['rows', 'seconds', 'rounds', 'outage', 'postgres'] as const;

export const bench = defineCommand({
  name: 'bench',
  summary: { zh: '性能与故障测试，每行一个结果', en: 'Measure speed and survive faults, one result a line' },
  words: ['[NAME]', '…'],
  options: {
    markdown: { zh: '以 Markdown 表格输出', en: 'print rows of a Markdown table' },
    rows: { value: 'N', zh: '大表的案件数，默认 1000000', en: 'cases in the large table, 1000000 when left out' },
    seconds: { value: 'N', zh: '每项速率的测量时长', en: 'how long each rate is measured' },
    rounds: { value: 'N', zh: '故障测试中强制结束进程的次数', en: 'how often a process is killed in the fault test' },
    outage: { value: 'SECONDS', zh: '故障测试中数据库中断的时长', en: 'how long the database is away in the fault test' },
    postgres: { value: 'URL', zh: '使用已有的 PostgreSQL；默认启动一个私有的', en: 'an existing PostgreSQL; a private one when left out' },
  },
  examples: ['./chengmai bench cases --json', './chengmai bench all --markdown'],
  async run({ options, words, out }) {
    const flags = [out.json ? '--json' : '', options.markdown ? '--markdown' : ''].filter(Boolean);
    const values = passed.flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, options[name]]));
    const child = spawn(process.execPath, [join(programRoot, 'bench/main.ts'), ...words, ...flags, ...values], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
    return ok(await new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1))));
  },
});
