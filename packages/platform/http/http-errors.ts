import { type ErrorTable, registerErrors } from '../runtime/error-codes.ts';

/** Refusals that only the HTTP server makes, besides those of the platform's table. */
export const httpErrors: ErrorTable = {
  'http.method_not_allowed': {
    status: 405,
    zh: '该地址不支持 {method}',
    en: 'This address does not support {method}',
    next_zh: '允许的方法：{allow}。',
    next_en: 'Allowed: {allow}.',
  },
  'http.conflict': {
    status: 409,
    zh: '与已有记录冲突（{constraint}）',
    en: 'It conflicts with an existing record ({constraint})',
    next_zh: '请刷新后核对是否已存在相同内容。',
    next_en: 'Reload and check whether it already exists.',
  },
  'http.hostile_text': {
    status: 400,
    zh: '内容含有不能保存的字符（空字符或残缺的代理对）',
    en: 'The content holds characters that cannot be stored (NUL or half a surrogate pair)',
    next_zh: '请删除不可见字符后重新提交。',
    next_en: 'Remove the invisible characters and send it again.',
  },
  'http.bad_address': {
    status: 400,
    zh: '地址编码有误',
    en: 'The address is not validly encoded',
    next_zh: '请检查链接。',
    next_en: 'Check the link.',
  },
  'http.too_many_files': {
    status: 413,
    zh: '文件过多，上限 {limit} 个',
    en: 'Too many files; the limit is {limit}',
    next_zh: '请分次上传。',
    next_en: 'Send them in parts.',
  },
  'http.bad_cross_origin': {
    status: 403,
    zh: '请求来自其他网站',
    en: 'The request comes from another site',
    next_zh: '请在本平台页面内操作。',
    next_en: 'Do it on a page of this platform.',
  },
  'http.request_timeout': {
    status: 408,
    zh: '请求接收超时',
    en: 'The request took too long to arrive',
    next_zh: '请检查网络后重试。',
    next_en: 'Check the network and try again.',
  },
  'auth.password_change_required': {
    status: 403,
    zh: '须先修改初始密码',
    en: 'The initial password must be changed first',
    next_zh: '请先修改密码。',
    next_en: 'Change the password first.',
  },
};

registerErrors(httpErrors);
