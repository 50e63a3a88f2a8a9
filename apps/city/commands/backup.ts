import { resolve } from 'node:path';
import { backUp } from '../backup/back-up.ts';
import { dataOptions, defineCommand, done } from '../cli/command.ts';
import { placeOf } from '../stores/city-config.ts';

export const backup = defineCommand({
  name: 'backup',
  summary: { zh: '把数据库与附件备份到一个文件', en: 'Back up the database and its files into one file' },
  words: ['FILE'],
  options: dataOptions,
  examples: ['./chengmai backup city.tar.gz --data /var/lib/chengmai', 'DATABASE_URL=postgres://… ./chengmai backup city.tar.gz'],
  async run({ options, words, out, env }) {
    const file = resolve(words[0] ?? '');
    const place = placeOf(options, env);
    const manifest = await out.step({ zh: '备份', en: 'Backing up' }, () => backUp(place, file, new Date()));
    const bytes = manifest.files.reduce((sum, entry) => sum + entry.size, 0);
    if (out.json) out.value({ file, database: manifest.database, at: manifest.at, files: manifest.files.length, bytes });
    else
      out.line(
        out.say({ zh: `已备份 ${manifest.files.length} 个文件到 ${file}`, en: `${manifest.files.length} files backed up to ${file}` }),
      );
    return done;
  },
});
