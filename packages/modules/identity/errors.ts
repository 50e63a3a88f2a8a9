import { type ErrorTable, registerErrors } from '@chengmai/platform/runtime/error-codes.ts';

export const identityErrors: ErrorTable = {
  'identity.sign_in_failed': {
    status: 401,
    zh: '账号或密码不正确',
    en: 'The account or the password is not right',
    next_zh: '请核对后重试；连续 {limit} 次不正确将锁定 {minutes} 分钟。',
    next_en: 'Check both and try again; {limit} failures in a row lock it for {minutes} minutes.',
  },
  'identity.locked': {
    status: 429,
    zh: '登录失败次数过多，已暂时锁定',
    en: 'Locked for now after too many failed sign-ins',
    next_zh: '请在 {minutes} 分钟后重试，或联系管理员重置密码。',
    next_en: 'Try again in {minutes} minutes, or ask the administrator for a new password.',
  },
  'identity.password_wrong': {
    status: 422,
    zh: '当前密码不正确',
    en: 'The current password is not right',
    next_zh: '请重新输入当前密码。',
    next_en: 'Enter the current password again.',
  },
  'identity.password_weak': {
    status: 422,
    zh: '密码不合要求：{problem}',
    en: 'The password is not acceptable: {problem_en}',
    next_zh: '请使用不少于 {min} 个字符、不常见、不含账号且近期未用过的密码，例如几个不相干的词。',
    next_en: 'Use at least {min} characters, uncommon, without the account name and not used lately, such as a few unrelated words.',
  },
  'identity.account_taken': {
    status: 409,
    zh: '账号 {account} 已存在',
    en: 'The account {account} already exists',
    next_zh: '请换一个账号名。',
    next_en: 'Choose another account name.',
  },
  'identity.unknown_unit': {
    status: 422,
    zh: '没有机构 {unit}',
    en: 'There is no unit {unit}',
    next_zh: '请从机构列表中选择。',
    next_en: 'Choose one from the list of units.',
  },
  'identity.unit_taken': {
    status: 409,
    zh: '机构编号或统一社会信用代码已存在',
    en: 'The unit id or the credit code already exists',
    next_zh: '请核对是否已有该机构。',
    next_en: 'Check whether the unit is there already.',
  },
  'identity.unit_under_itself': {
    status: 422,
    zh: '机构不能移到自己的下级之下',
    en: 'A unit cannot be moved under itself',
    next_zh: '请选择其他上级机构。',
    next_en: 'Choose another parent.',
  },
  'identity.unit_in_use': {
    status: 409,
    zh: '机构下仍有 {count} 个启用的人员或下级机构',
    en: 'The unit still has {count} enabled people or units',
    next_zh: '请先将其停用或移走。',
    next_en: 'Disable or move them first.',
  },
  'identity.beyond_own_scope': {
    status: 403,
    zh: '不能授予超出自身的岗位或范围',
    en: 'You cannot give a role or a scope that you do not have',
    next_zh: '请缩小范围，或由范围更大的管理员办理。',
    next_en: 'Narrow it, or ask an administrator with a wider scope.',
  },
  'identity.last_admin': {
    status: 409,
    zh: '至少须保留一名启用的管理员',
    en: 'At least one enabled administrator must remain',
    next_zh: '请先指定另一名管理员。',
    next_en: 'Appoint another administrator first.',
  },
  'identity.session_only': {
    status: 403,
    zh: '此操作须本人登录后进行，不能使用接口令牌',
    en: 'This needs a person who signed in, not an API token',
    next_zh: '请在浏览器登录后操作。',
    next_en: 'Sign in with a browser.',
  },
};

registerErrors(identityErrors);
