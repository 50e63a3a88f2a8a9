import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandTable } from './command-table.ts';
import { programRoot, version } from './version.ts';

const launcher = join(programRoot, 'chengmai');

async function run(args: readonly string[], options: { cwd?: string; env?: Record<string, string>; program?: string } = {}) {
  const env = { ...process.env, LANG: 'zh_CN.UTF-8', LC_ALL: '', ...options.env };
  try {
    const { stdout, stderr } = await promisify(execFile)(options.program ?? launcher, [...args], { env, cwd: options.cwd ?? programRoot });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

describe('the launcher', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chengmai 城 脉 '));
    await symlink(launcher, join(dir, 'my city'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('runs from any folder, through a symbolic link, with spaces in the path', async () => {
    const { status, stdout } = await run(['--version'], { cwd: dir, program: join(dir, 'my city') });
    expect([status, stdout.trim()]).toEqual([0, version]);
  });

  it('prints the command menu when called alone', async () => {
    const menu = await readFile(join(programRoot, 'apps/city/menu.txt'), 'utf8');
    expect((await run([])).stdout).toBe(menu);
    expect((await run(['--help'])).stdout).toBe(menu);
  });
});

describe('a command line', () => {
  it('has every command in the menu, in the order of the table', async () => {
    const menu = await readFile(join(programRoot, 'apps/city/menu.txt'), 'utf8');
    expect([...menu.matchAll(/^ {2}(\w+) {2}/gm)].map((m) => m[1])).toEqual(Object.keys(commandTable));
  });

  it.each(Object.keys(commandTable))('%s explains itself in both languages', async (name) => {
    const command = await commandTable[name]?.();
    expect(command?.name).toBe(name);
    expect(command?.summary.zh).toMatch(/\p{Script=Han}/u);
    expect(command?.summary.en).toMatch(/^[A-Z]/);
  });

  it.each([
    ['an unknown command', ['fly'], 'cli.unknown_command'],
    ['an inherited name', ['constructor'], 'cli.unknown_command'],
    ['an unknown option', ['test', '--fly'], 'cli.bad_option'],
    ['a missing word', ['replay'], 'cli.bad_option'],
    ['a word too many', ['test', 'now'], 'cli.bad_option'],
  ])('with %s is refused in one sentence with a code and status 2', async (_, args, code) => {
    const { status, stdout, stderr } = await run(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`chengmai: [${code}]`);
  });

  it('speaks the language of the environment, and --lang wins', async () => {
    expect((await run(['fly'], { env: { LANG: 'en_US.UTF-8' } })).stderr).toContain('There is no command named fly');
    expect((await run(['fly', '--lang', 'zh'], { env: { LANG: 'en_US.UTF-8' } })).stderr).toContain('没有名为 fly 的命令');
  });

  it('says a refusal as JSON too when asked', async () => {
    const { stdout } = await run(['fly', '--json']);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'cli.unknown_command', params: { name: 'fly' } } });
  });
});
