import type { ErrorTable } from '@chengmai/platform/runtime/error-codes.ts';

/** Refusals of imports. The file is named, the place in it, and what to do. */
export const importErrors: ErrorTable = {
  'import.unreadable': {
    status: 400,
    zh: '无法读取文件 {file}：{problem}',
    en: 'The file {file} cannot be read: {problem}',
    next_zh: '请检查路径与权限。',
    next_en: 'Check the path and the permissions.',
  },
  'import.encoding': {
    status: 400,
    zh: '无法识别 {file} 的文字编码',
    en: 'The text encoding of {file} is neither UTF-8, UTF-16 nor GB 18030',
    next_zh: '请另存为 UTF-8 后重试。',
    next_en: 'Save it as UTF-8 and try again.',
  },
  'import.broken': {
    status: 400,
    zh: '文件 {file} 在第 {line} 行附近损坏：{problem}；未导入任何数据',
    en: 'The file {file} is broken near line {line}: {problem}; nothing was imported',
    next_zh: '请修复文件后重新导入。',
    next_en: 'Mend the file and import it again.',
  },
  'import.empty': {
    status: 400,
    zh: '文件 {file} 没有数据',
    en: 'The file {file} has no data',
    next_zh: '请检查导出是否完整。',
    next_en: 'Check that the export was complete.',
  },
  'import.columns_missing': {
    status: 400,
    zh: '文件缺少映射所需的列：{columns}',
    en: 'The file lacks columns that the map names: {columns}',
    next_zh: '请换用合适的映射文件，或修改映射。',
    next_en: 'Choose the right map, or edit it.',
  },
  'import.map_unknown': {
    status: 400,
    zh: '没有名为 {map} 的内置映射（有：{known}），也没有这个文件',
    en: 'There is no built-in map {map} (there are: {known}) and no such file',
    next_zh: '请给出映射文件的路径。',
    next_en: 'Give the path of a mapping file.',
  },
  'import.map_invalid': {
    status: 400,
    zh: '映射文件 {map} 不合规：{problem}',
    en: 'The mapping file {map} is not valid: {problem}',
    next_zh: '请对照 docs/how-to/import-cases.md 修改。',
    next_en: 'Compare it with docs/how-to/import-cases.md.',
  },
};
