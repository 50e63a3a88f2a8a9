import { ok } from '@chengmai/kernel/result.ts';
import { dataOptions, defineCommand } from '../cli/command.ts';
import { chineseFonts, dataDirectory, directoryLock, diskSpace, memory, nodeVersion, webBuild } from '../doctor/look-at-machine.ts';
import { database, nats } from '../doctor/look-at-stores.ts';
import type { Symptom } from '../doctor/symptom.ts';
import { placeOf } from '../stores/city-config.ts';

const mark = (symptom: Symptom) => (symptom.ok === null ? '·' : symptom.ok ? '✓' : '✗');

export const doctor = defineCommand({
  name: 'doctor',
  summary: { zh: '检查运行环境并说明问题', en: 'Examine this installation and say in words what is wrong' },
  words: [],
  options: dataOptions,
  examples: ['./chengmai doctor', 'DATABASE_URL=postgres://… NATS_URL=nats://… ./chengmai doctor --json'],
  async run({ options, out, env }) {
    const place = placeOf(options, env);
    const lock = directoryLock(place);
    const symptoms = [
      nodeVersion(),
      memory(),
      dataDirectory(place),
      await diskSpace(place),
      lock,
      ...(lock?.ok === null ? [] : await database(place, out)),
      await nats(place),
      webBuild(),
      chineseFonts(),
    ].filter((symptom) => symptom !== null);
    for (const symptom of symptoms) {
      if (out.json)
        out.value({
          name: symptom.name,
          ok: symptom.ok,
          found: out.say(symptom.found),
          ...(symptom.ok !== true && symptom.advice ? { advice: out.say(symptom.advice) } : {}),
        });
      else
        out.line(
          `${mark(symptom)} ${out.say(symptom.found)}${symptom.ok !== true && symptom.advice ? ` — ${out.say(symptom.advice)}` : ''}`,
        );
    }
    const ill = symptoms.filter((symptom) => symptom.ok === false).length;
    if (!out.json)
      out.line(
        ill ? out.say({ zh: `\n${ill} 处需要处理`, en: `\n${ill} to be put right` }) : out.say({ zh: '\n一切正常', en: '\nAll is well' }),
      );
    return ok(ill === 0 ? 0 : 1);
  },
});
