import { resolve } from 'node:path';
import { restore as restoreBackup } from '../backup/back-up.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { placeOf } from '../stores/city-config.ts';

export const restore = defineCommand({
  name: 'restore',
  summary: { zh: '从备份文件恢复数据库与附件', en: 'Restore the database and its files from a backup' },
  words: ['FILE'],
  options: { ...dataOptions, force: { zh: '覆盖已有数据（不可撤销）', en: 'overwrite what is there (cannot be undone)' } },
  examples: ['./chengmai restore city.tar.gz --data /var/lib/chengmai'],
  async run({ options, words, out, env }) {
    const file = resolve(words[0] ?? '');
    const place = placeOf(options, env);
    const manifest = await out.step({ zh: '校验并恢复', en: 'Verifying and restoring' }, () => restoreBackup(place, file, options.force));
    if (out.json) out.value({ file, database: manifest.database, at: manifest.at, files: manifest.files.length });
    else out.line(out.say({ zh: `已恢复 ${manifest.at} 的备份`, en: `The backup of ${manifest.at} is restored` }));
    return done;
  },
});
