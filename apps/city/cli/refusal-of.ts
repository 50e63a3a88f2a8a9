import type { Refusal } from '@chengmai/kernel/result.ts';
import { errorText } from '@chengmai/platform/runtime/error-codes.ts';

/** Errors of adapters and of the system that are no bugs but refusals of the world: they carry a registered code, or a known errno. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, params, path } = error as Error & { code?: unknown; params?: Readonly<Record<string, unknown>>; path?: string };
  if (typeof code !== 'string') return undefined;
  if (errorText(code)) return { code, params: params ?? { problem: error.message } };
  if (['EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(code))
    return { code: 'cli.directory_not_writable', params: { path: path ?? '', problem: code } };
  return undefined;
}
