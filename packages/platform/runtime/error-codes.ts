import { CALENDAR_REFUSALS } from '@chengmai/kernel/calendar/refusals.ts';
import { CODE_REFUSALS } from '@chengmai/kernel/codes/refusals.ts';
import { EVALUATION_REFUSALS } from '@chengmai/kernel/evaluation/refusals.ts';
import { GEO_REFUSALS } from '@chengmai/kernel/geo/refusals.ts';
import { REFUSALS } from '@chengmai/kernel/lifecycle/refusals.ts';

/** One registry: code → HTTP status → what it says → what to do next, in Chinese and English. Modules add theirs through `registerErrors`. */
export interface ErrorText {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly next_zh: string;
  readonly next_en: string;
}
export type ErrorTable = Readonly<Record<string, ErrorText>>;

export const platformErrors: ErrorTable = {
  'http.invalid_input': {
    status: 400,
    zh: '请求内容不合规：{field} {problem}',
    en: 'Invalid input: {field} {problem}',
    next_zh: '请按提示修改后重新提交。',
    next_en: 'Correct the field and send it again.',
  },
  'http.malformed_body': {
    status: 400,
    zh: '请求体无法解析',
    en: 'The request body cannot be parsed',
    next_zh: '请检查 JSON 格式与编码（UTF-8）。',
    next_en: 'Check the JSON syntax and that the encoding is UTF-8.',
  },
  'http.not_found': {
    status: 404,
    zh: '没有这个地址或对象',
    en: 'There is nothing at this address',
    next_zh: '请检查链接，或回到列表重新打开。',
    next_en: 'Check the link, or open it again from the list.',
  },
  'http.body_too_large': {
    status: 413,
    zh: '内容过大，上限 {limit}',
    en: 'The content is too large; the limit is {limit}',
    next_zh: '请压缩或分次上传。',
    next_en: 'Compress it or send it in parts.',
  },
  'http.unsupported_type': {
    status: 415,
    zh: '不支持的内容类型 {type}',
    en: 'Content type {type} is not supported',
    next_zh: '请改用说明中列出的类型。',
    next_en: 'Use one of the types that the documentation lists.',
  },
  'http.rate_limited': {
    status: 429,
    zh: '请求过于频繁',
    en: 'Too many requests',
    next_zh: '请在 {seconds} 秒后重试。',
    next_en: 'Try again in {seconds} seconds.',
  },
  'http.csrf': {
    status: 403,
    zh: '请求缺少有效的防伪标记',
    en: 'The request lacks a valid CSRF token',
    next_zh: '请刷新页面后重试。',
    next_en: 'Reload the page and try again.',
  },
  'http.version_conflict': {
    status: 409,
    zh: '内容已被他人修改（现为版本 {current}）',
    en: 'Somebody else changed it (now version {current})',
    next_zh: '请刷新后再操作。',
    next_en: 'Reload it and try again.',
  },
  'http.idempotency_key_missing': {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头',
    en: 'The Idempotency-Key header is missing',
    next_zh: '请为每次提交生成唯一键。',
    next_en: 'Send a unique key with every POST.',
  },
  'http.idempotency_key_reused': {
    status: 422,
    zh: '同一 Idempotency-Key 对应了不同内容',
    en: 'This Idempotency-Key was used for a different request',
    next_zh: '请为新的内容生成新的键。',
    next_en: 'Use a new key for a new request.',
  },
  'http.internal': {
    status: 500,
    zh: '系统内部错误，已记录（{trace}）',
    en: 'An internal error was logged ({trace})',
    next_zh: '请稍后重试；若再次出现请将编号告知管理员。',
    next_en: 'Try again later; if it happens again give the administrator this number.',
  },
  'db.unavailable': {
    status: 503,
    zh: '数据库暂时不可用',
    en: 'The database is not reachable right now',
    next_zh: '请稍后重试，已提交成功的内容不会丢失。',
    next_en: 'Try again shortly; nothing that was acknowledged is lost.',
  },
  'db.directory_in_use': {
    status: 409,
    zh: '数据目录 {dir} 正被进程 {pid} 使用',
    en: 'The data directory {dir} is in use by process {pid}',
    next_zh: '请先停止该进程，或用 --data 指定另一个目录。',
    next_en: 'Stop that process, or choose another directory with --data.',
  },
  'db.migration_changed': {
    status: 500,
    zh: '数据库升级脚本 {file} 在执行之后被改动',
    en: 'Migration {file} was changed after it had been applied',
    next_zh: '请恢复原文件，另写一个编号更大的新脚本。',
    next_en: 'Restore the file and write a new migration with a higher number.',
  },
  'db.migration_missing': {
    status: 500,
    zh: '数据库已执行过的升级脚本 {file} 在本程序中不存在，数据库可能来自更新的版本',
    en: 'The database has migration {file}, which this program lacks: it was probably made by a newer version',
    next_zh: '请换用较新的程序，或恢复旧版本时期的备份。',
    next_en: 'Run the newer program, or restore a backup of the older one.',
  },
  'db.migration_out_of_order': {
    status: 500,
    zh: '升级脚本 {file} 的编号小于已执行的脚本',
    en: 'Migration {file} has a lower number than one already applied',
    next_zh: '请为它换一个更大的编号。',
    next_en: 'Give it a higher number.',
  },
  'blob.disk_full': {
    status: 507,
    zh: '磁盘空间不足，附件未保存',
    en: 'The disk is full; the file was not stored',
    next_zh: '请联系管理员清理磁盘后重新上传。',
    next_en: 'Ask the administrator to free disk space, then upload it again.',
  },
  'config.invalid': {
    status: 500,
    zh: '配置项 {name} 不合规：{problem}',
    en: 'Setting {name} is invalid: {problem}',
    next_zh: '请按 docs/reference/config.md 修改后重新启动。',
    next_en: 'Correct it as docs/reference/config.md says and start again.',
  },
  'event.dead_letter_unknown': {
    status: 404,
    zh: '没有这条死信，可能已被重放',
    en: 'There is no such dead letter; it may have been replayed already',
    next_zh: '请刷新列表。',
    next_en: 'Reload the list.',
  },
  'event.handler_unknown': {
    status: 409,
    zh: '处理程序 {handler} 未在本进程中加载',
    en: 'Handler {handler} is not loaded in this process',
    next_zh: '请在运行该模块的进程上重放。',
    next_en: 'Replay it on a process that runs that module.',
  },
  'event.replay_failed': {
    status: 409,
    zh: '重放失败：{problem}',
    en: 'The replay failed: {problem}',
    next_zh: '请排除原因后再次重放。',
    next_en: 'Remove the cause and replay it again.',
  },
  'auth.required': {
    status: 401,
    zh: '需要登录',
    en: 'You are not signed in',
    next_zh: '请登录后重试。',
    next_en: 'Sign in and try again.',
  },
  'auth.role_required': {
    status: 403,
    zh: '您的岗位无权进行此操作',
    en: 'Your role does not allow this',
    next_zh: '如确需办理，请联系管理员调整岗位。',
    next_en: 'Ask the administrator if you need this role.',
  },
  'auth.out_of_scope': {
    status: 403,
    zh: '该对象不在您的数据范围内',
    en: 'This is outside your data scope',
    next_zh: '如确需查看，请联系管理员调整范围。',
    next_en: 'Ask the administrator to widen your scope if you need it.',
  },
};

/** The kernel judges, so its refusals have their words there; here they get their place in the one registry. */
const kernelErrors: ErrorTable = { ...CALENDAR_REFUSALS, ...CODE_REFUSALS, ...GEO_REFUSALS, ...EVALUATION_REFUSALS, ...REFUSALS };

const registered = new Map<string, ErrorText>(Object.entries({ ...platformErrors, ...kernelErrors }));

/** Adds a module's refusals. A code registered twice with different texts is a bug and throws. */
export function registerErrors(table: ErrorTable): void {
  for (const [code, text] of Object.entries(table)) {
    const known = registered.get(code);
    if (known && known !== text && JSON.stringify(known) !== JSON.stringify(text))
      throw new Error(`error code ${code} is registered twice`);
    registered.set(code, text);
  }
}

export const errorText = (code: string): ErrorText | undefined => registered.get(code);
export const allErrors = (): ReadonlyMap<string, ErrorText> => registered;

/** Fills `{name}` places of a text from the refusal's parameters; unknown places stay readable. */
export function fill(text: string, params: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (name in params ? String(params[name]) : name));
}
