import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '@chengmai/kernel/result.ts';
import { openPglite } from '@chengmai/platform/adapters/db-pglite.ts';
import { defineCommand } from '../cli/command.ts';
import { programRoot } from '../cli/version.ts';
import { referencePages, stalePages } from '../reference/reference-pages.ts';

export const docs = defineCommand({
  name: 'docs',
  summary: { zh: '由代码生成参考文档（docs/reference）', en: 'Write the reference pages (docs/reference) from the code' },
  words: [],
  options: { check: { zh: '只检查是否过期', en: 'only say which pages are stale' } },
  examples: ['./chengmai docs', './chengmai docs --check'],
  async run({ options, out, commands }) {
    const dir = join(programRoot, 'docs/reference');
    await mkdir(dir, { recursive: true });
    const pages = await out.step({ zh: '生成参考文档', en: 'Writing the reference' }, async (tell) =>
      referencePages(await openPglite({ dir: null, onProgress: tell }), await commands()),
    );
    const known = new Map<string, string>();
    for (const name of Object.keys(pages)) known.set(name, await readFile(join(dir, name), 'utf8').catch(() => ''));
    const stale = stalePages(pages, (name) => known.get(name) ?? null);
    if (!options.check) for (const name of stale) await writeFile(join(dir, name), pages[name] ?? '');
    if (out.json) out.value({ stale, written: !options.check });
    else for (const name of stale) out.line(`${options.check ? '✗' : '+'} docs/reference/${name}`);
    return ok(options.check && stale.length ? 1 : 0);
  },
});
