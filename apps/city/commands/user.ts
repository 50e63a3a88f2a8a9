import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { type Identity, identity, type User } from '@chengmai/modules/identity/contract.ts';
import { createLog } from '@chengmai/platform/runtime/log.ts';
import { type Role, roles } from '@chengmai/platform/runtime/scope.ts';
import type { Running } from '@chengmai/platform/runtime/start.ts';
import { dataOptions, defineCommand, done, type OptionValues } from '../cli/command.ts';
import type { Output } from '../cli/output.ts';
import { newPassword } from '../demo/demo-file.ts';
import { callRoute, shellCaller } from '../program/call-route.ts';
import { startProgram } from '../program/start-program.ts';
import { configOf } from '../stores/city-config.ts';

const options = {
  ...dataOptions,
  name: { value: 'NAME', zh: '姓名（add）', en: 'name of the person (add)' },
  roles: { value: 'ROLES', zh: `岗位，逗号分隔（add）：${roles.join('、')}`, en: `roles, comma-separated (add): ${roles.join(', ')}` },
  unit: { value: 'ID', zh: '所属机构编号（add）', en: 'id of the organisation (add)' },
  areas: {
    value: 'CODES',
    zh: '数据范围的区划代码前缀，逗号分隔；不填为全市（add）',
    en: 'area code prefixes of the data scope, comma-separated; the whole city when left out (add)',
  },
  'password-stdin': {
    zh: '从标准输入读取口令（add、passwd）；否则生成并显示一次',
    en: 'read the password from standard input (add, passwd); otherwise one is made and shown once',
  },
} as const;

interface Work {
  readonly running: Running;
  readonly people: Identity;
  readonly options: OptionValues<typeof options>;
  readonly account: string;
  readonly out: Output;
}

const list = (text: string | undefined) =>
  text
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];

async function fromStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  return text.split('\n')[0]?.trimEnd() ?? '';
}

/** The password to set, and whether it was made here and must be shown. */
async function chosenPassword(work: Work): Promise<{ password: string; made: boolean }> {
  if (work.options['password-stdin']) return { password: await fromStandardInput(), made: false };
  return { password: newPassword(), made: true };
}

function tell({ out, account }: Work, what: { zh: string; en: string }, password: string | null): void {
  if (out.json) {
    out.value({ account, ...(password ? { password } : {}) });
    return;
  }
  out.line(out.say(what));
  if (password)
    out.line(
      out.say({
        zh: `初始口令（只显示这一次，首次登录须修改）：${password}`,
        en: `First password (shown only now, to be changed at the first sign-in): ${password}`,
      }),
    );
}

async function add(work: Work): Promise<Result<number>> {
  const { running, people, options, account } = work;
  const { password, made } = await chosenPassword(work);
  const input = {
    account,
    name: options.name ?? account,
    roles: list(options.roles) as Role[],
    unitId: options.unit ?? null,
    areas: list(options.areas),
    password,
    mustChangePassword: made,
  };
  const created = await running.db.tx((tx) => people.createUser(tx, input));
  if (!created.ok) return created;
  tell(work, { zh: `已建立账号 ${account}`, en: `Account ${account} is made` }, made ? password : null);
  return done;
}

async function passwd(work: Work): Promise<Result<number>> {
  const { running, people, account } = work;
  const { password, made } = await chosenPassword(work);
  const person = await people.userByAccount(running.db, account);
  if (!person) return refuse('cli.unknown_account', { account });
  const set = await running.db.tx((tx) => people.setPassword(tx, person.id, password, made));
  if (!set.ok) return set;
  tell(
    work,
    { zh: `已重设 ${account} 的口令，其登录已全部失效`, en: `The password of ${account} is reset; its sessions have ended` },
    made ? password : null,
  );
  return done;
}

type UserLine = Pick<User, 'id' | 'account' | 'name' | 'roles' | 'unitName' | 'disabled' | 'version'>;
const caller = shellCaller(['admin']);

async function listed(running: Running): Promise<Result<UserLine[]>> {
  const users: UserLine[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await callRoute<{ items: UserLine[]; next: string | null }>(running, { method: 'GET', path: '/api/users', query, caller });
    if (!page.ok) return page;
    users.push(...page.value.items);
    cursor = page.value.next ?? undefined;
  } while (cursor);
  return ok(users);
}

async function show({ running, out }: Work): Promise<Result<number>> {
  const users = await listed(running);
  if (!users.ok) return users;
  for (const { account, name, roles, unitName, disabled } of users.value) {
    if (out.json) out.value({ account, name, roles, unit: unitName, disabled });
    else out.line(`${disabled ? '✗' : '✓'} ${account.padEnd(24)} ${name}  ${roles.join(',')}  ${unitName ?? ''}`);
  }
  return done;
}

const switching =
  (disabled: boolean) =>
  async (work: Work): Promise<Result<number>> => {
    const { running, people, account } = work;
    const person = await people.userByAccount(running.db, account);
    if (!person) return refuse('cli.unknown_account', { account });
    const users = await listed(running);
    if (!users.ok) return users;
    const version = users.value.find((line) => line.id === person.id)?.version;
    const call = { method: 'PATCH', path: '/api/users/:id', params: { id: person.id }, body: { version, disabled }, caller };
    const changed = await callRoute(running, call);
    if (!changed.ok) return changed;
    tell(
      work,
      disabled
        ? { zh: `已停用账号 ${account}`, en: `Account ${account} is disabled` }
        : { zh: `已启用账号 ${account}`, en: `Account ${account} is enabled` },
      null,
    );
    return done;
  };

const works: Readonly<Record<string, (work: Work) => Promise<Result<number>>>> = {
  add,
  passwd,
  list: show,
  disable: switching(true),
  enable: switching(false),
};

export const user = defineCommand({
  name: 'user',
  summary: {
    zh: '管理账号：add 新建、passwd 重设口令、list 列出、disable 停用、enable 启用',
    en: 'Manage accounts: add, passwd, list, disable, enable',
  },
  words: ['add|passwd|list|disable|enable', '[ACCOUNT]'],
  options,
  examples: [
    './chengmai user add zhang --name 张三 --roles acceptor,shift_leader --unit centre',
    'printf %s "$PASSWORD" | ./chengmai user passwd admin --password-stdin',
  ],
  async run({ options, words, out, env }) {
    const [what = '', account = ''] = words;
    const work = Object.hasOwn(works, what) ? works[what] : undefined;
    if (!work) return refuse('cli.bad_option', { problem: what, command: 'user' });
    if (what !== 'list' && account === '') return refuse('cli.bad_option', { problem: 'ACCOUNT', command: 'user' });
    const log = createLog({ level: 'warn', pretty: process.stderr.isTTY });
    const { running } = await startProgram(configOf(options, env), out, log, { role: 'api', jobs: false, mustExist: true });
    try {
      return await work({ running, people: running.use(identity), options, account, out });
    } finally {
      await running.stop();
    }
  },
});
