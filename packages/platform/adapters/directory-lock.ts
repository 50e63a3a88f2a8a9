import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refused } from '../runtime/refused.ts';

export interface DirectoryLock {
  release(): void;
}

/** Another process, or another part of this one, holds the directory: Refused with code `db.directory_in_use`. */
export class DirectoryInUse extends Refused {
  override readonly name = 'DirectoryInUse';
  readonly params: { readonly dir: string; readonly pid: string };
  constructor(dir: string, pid: string) {
    super('db.directory_in_use', { dir, pid });
    this.params = { dir, pid };
  }
}

/** What this process holds: a lock whose handle were garbage would be closed, and so released, by the collector. */
const held = new Set<DatabaseSync>();

/**
 * Takes a directory for this process alone, or throws DirectoryInUse at once.
 * The lock is the kernel's (fcntl, through SQLite's exclusive mode), so it ends with the process however it ends: there is no
 * stale lock to judge and no moment between checking and taking. The pid file beside it serves only the message.
 */
export function lockDirectory(dir: string): DirectoryLock {
  mkdirSync(dir, { recursive: true });
  const pidFile = join(dir, 'in-use-by');
  const holder = new DatabaseSync(join(dir, 'lock'), { timeout: 0 });
  try {
    holder.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    holder.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw new DirectoryInUse(dir, readPid(pidFile));
  }
  held.add(holder);
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      if (!held.delete(holder)) return;
      rmSync(pidFile, { force: true });
      holder.close();
    },
  };
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || '?';
  } catch {
    return '?';
  }
}
