import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the whole program, with a slash at the end. */
export const programRoot = fileURLToPath(new URL('../../..', import.meta.url));

export const version: string = JSON.parse(readFileSync(`${programRoot}package.json`, 'utf8')).version;
