import type { Refusal } from '@chengmai/kernel/result.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';

/** Errors that are no bugs but refusals of the world: Refused, or an errno that the person at the shell can do something about. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.refusal;
  if (!(error instanceof Error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && ['EACCES', 'EROFS', 'ENOSPC', 'EPERM', 'ENOTDIR'].includes(code))
    return { code: 'cli.not_writable', params: { path: path ?? '', problem: code } };
  if (code === 'ENOENT' && path) return { code: 'cli.file_unreadable', params: { path, problem: code } };
  return undefined;
}
