import { type ErrorTable, registerErrors } from '@chengmai/platform/runtime/error-codes.ts';

/** Refusals of the areas module. */
export const areasErrors: ErrorTable = {
  'areas.division_unknown': {
    status: 404,
    zh: '没有行政区划 {code}',
    en: 'There is no division {code}',
    next_zh: '请从列表中选择。',
    next_en: 'Choose one from the list.',
  },
  'areas.cell_unknown': {
    status: 404,
    zh: '没有网格 {code}',
    en: 'There is no grid cell {code}',
    next_zh: '请从地图或列表中选择。',
    next_en: 'Choose one from the map or the list.',
  },
  'areas.collector_unknown': {
    status: 422,
    zh: '{id} 不是在岗采集员',
    en: '{id} is not an active collector',
    next_zh: '请从采集员列表中选择。',
    next_en: 'Choose one from the list of collectors.',
  },
  'areas.map_to_itself': {
    status: 422,
    zh: '区划不能对应到自身',
    en: 'A division cannot be mapped to itself',
    next_zh: '请选择另一个区划。',
    next_en: 'Choose another division.',
  },
  'areas.map_only_imported': {
    status: 422,
    zh: '只有导入的区划可以对应：{code}',
    en: 'Only imported divisions can be mapped: {code}',
    next_zh: '请选择来源为导入的区划。',
    next_en: 'Choose a division that came by import.',
  },
  'areas.not_geojson': {
    status: 400,
    zh: '文件不是 GeoJSON FeatureCollection',
    en: 'The file is not a GeoJSON FeatureCollection',
    next_zh: '请导出为 GeoJSON（RFC 7946）后重试。',
    next_en: 'Export it as GeoJSON (RFC 7946) and try again.',
  },
  'areas.import_refused': {
    status: 422,
    zh: '有 {count} 个要素无法导入，未做任何更改',
    en: '{count} features cannot be imported; nothing was changed',
    next_zh: '请按清单修正后重新导入。',
    next_en: 'Correct the listed features and import again.',
  },
  'areas.row_code': {
    status: 422,
    zh: '编码不正确',
    en: 'The code is not valid',
    next_zh: '区划 2、4、6、9 或 12 位，单元网格 15 位数字。',
    next_en: 'Divisions have 2, 4, 6, 9 or 12 digits, unit grid cells 15.',
  },
  'areas.row_name': {
    status: 422,
    zh: '缺少名称',
    en: 'The name is missing',
    next_zh: '请在属性中给出名称。',
    next_en: 'Give a name among the properties.',
  },
  'areas.row_shape': {
    status: 422,
    zh: '几何图形不合规',
    en: 'The geometry is not valid',
    next_zh: '环必须闭合且不少于 4 点，经纬度在范围内。',
    next_en: 'Rings are closed, have four or more points, and degrees are in range.',
  },
  'areas.row_crossing': {
    status: 422,
    zh: '图形自相交',
    en: 'The surface crosses itself',
    next_zh: '请修正边界。',
    next_en: 'Correct the boundary.',
  },
  'areas.row_parent': {
    status: 422,
    zh: '上级区划不存在',
    en: 'The division above it does not exist',
    next_zh: '请先导入上级区划。',
    next_en: 'Import the division above it first.',
  },
  'areas.row_repeated': {
    status: 422,
    zh: '编码重复',
    en: 'The code stands twice',
    next_zh: '请合并或删除重复要素。',
    next_en: 'Merge or remove the repeated feature.',
  },
  'areas.package_unreadable': {
    status: 422,
    zh: '城市数据包文件 {file} 第 {line} 行不合规：{problem}',
    en: 'City package file {file}, line {line}: {problem}',
    next_zh: '请修正该文件后重试；未载入任何内容。',
    next_en: 'Correct the file and try again; nothing was loaded.',
  },
};
registerErrors(areasErrors);
