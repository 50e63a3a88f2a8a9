import type { Command } from './command.ts';

/** Every command by name; each is loaded only when called, so that `--help` and small commands start at once. Order: as in the menu. */
export const commandTable: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('../commands/demo.ts')).demo,
  serve: async () => (await import('../commands/serve.ts')).serve,
  test: async () => (await import('../commands/test.ts')).test,
  migrate: async () => (await import('../commands/migrate.ts')).migrate,
  user: async () => (await import('../commands/user.ts')).user,
  import: async () => (await import('../commands/import.ts')).importFile,
  evaluate: async () => (await import('../commands/evaluate.ts')).evaluate,
  backup: async () => (await import('../commands/backup.ts')).backup,
  restore: async () => (await import('../commands/restore.ts')).restore,
  doctor: async () => (await import('../commands/doctor.ts')).doctor,
  bench: async () => (await import('../commands/bench.ts')).bench,
  replay: async () => (await import('../commands/replay.ts')).replay,
  docs: async () => (await import('../commands/docs.ts')).docs,
};
