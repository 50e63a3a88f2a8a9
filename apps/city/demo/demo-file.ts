import { randomInt } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a demonstration knows of itself, in its data directory: one password for all demo accounts, made for this installation alone. */
const DemoFile = z.object({ password: z.string(), ready: z.boolean() });
export type DemoFile = z.infer<typeof DemoFile>;

const path = (dir: string) => join(dir, 'demo.json');
/** No characters that are easily mistaken for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Fourteen characters in three groups, 57 bits of chance. */
export function newPassword(): string {
  const part = (length: number) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [part(4), part(4), part(4)].join('-');
}

export async function readDemoFile(dir: string): Promise<DemoFile | null> {
  const text = await readFile(path(dir), 'utf8').catch(() => null);
  return text === null ? null : DemoFile.parse(JSON.parse(text));
}

export async function writeDemoFile(dir: string, file: DemoFile): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(`${path(dir)}.new`, JSON.stringify(file), { mode: 0o600 });
  await rename(`${path(dir)}.new`, path(dir));
}
