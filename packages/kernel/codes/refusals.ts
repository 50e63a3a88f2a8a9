/** A refusal's HTTP status and words: what is wrong, and what to do next. `{name}` stands for a parameter of the refusal. */
interface RefusalWords {
  readonly status: 422;
  readonly zh: string;
  readonly en: string;
  readonly next_zh: string;
  readonly next_en: string;
}

const row = (zh: string, en: string, nextZh: string, nextEn: string): RefusalWords => ({
  status: 422,
  zh,
  en,
  next_zh: nextZh,
  next_en: nextEn,
});

/** Every refusal of kernel/codes; the error registry spreads this in. */
// biome-ignore format: a table is read by its columns
export const CODE_REFUSALS = {
  'codes.area_malformed': row('行政区划代码“{code}”不合规', '“{code}” is no administrative division code',
    '请使用 2、4、6、9 或 12 位数字，部件、事项、案件编码的前 6 位须为县级区划代码。', 'Use 2, 4, 6, 9 or 12 digits; other codes begin with the 6 digits of a division.'),
  'codes.area_padded': row('“{code}”是补零写法，应为“{meant}”', '“{code}” is the zero-padded form of “{meant}”',
    '请改用“{meant}”。', 'Use “{meant}”.'),
  'codes.area_gap': row('行政区划代码“{code}”中间一级为零', 'Division code “{code}” has an empty level in the middle',
    '请核对省、市、县、街道各段。', 'Check the parts for province, city, district and street.'),
  'codes.sequence_overflow': row('顺序号 {sequence} 超出 0 至 {max}', 'Sequence {sequence} is outside 0 to {max}',
    '请换用空闲的顺序号，或另立一类（格）。', 'Take a free sequence, or open another class or cell.'),
  'codes.grid_malformed': row('单元网格标识码“{code}”应为 15 位数字，现为 {length} 位', 'Unit grid code “{code}” must have 15 digits and has {length} characters',
    '其他长度的旧码请填入别名字段。', 'Keep codes of other lengths in the alias field.'),
  'codes.class_malformed': row('类别代码“{code}”应为 5 位数字', 'Class code “{code}” must have 5 digits',
    '请使用 2 位大类加 3 位小类，例如 06010。', 'Use 2 digits for the major and 3 for the minor class, as in 06010.'),
  'codes.class_major_unknown': row('类别代码“{code}”的大类 {major} 不存在', 'Class code “{code}” has the unknown major class {major}',
    '部件大类为 01 至 05，事项大类为 01 至 10。', 'Components have majors 01 to 05, matters 01 to 10.'),
  'codes.class_is_matter': row('“{code}”是事项类别，不是部件类别', '“{code}” is a matter class, not a component class',
    '部件大类为 01 至 05；请选择部件类别。', 'Choose a component class: majors 01 to 05.'),
  'codes.component_malformed': row('部件标识码“{code}”应为 17 位数字，现为 {length} 位', 'Component id “{code}” must have 17 digits and has {length} characters',
    '请按 6 位区划、5 位类别、6 位顺序号填写。', 'Write 6 digits of area, 5 of class, 6 of sequence.'),
  'codes.component_2013_form': row('“{code}”是 2013 版 16 位部件标识码', '“{code}” is a component id of the 2013 edition (16 digits)',
    '请通过 2013 版对照表导入。', 'Import it through the 2013 map.'),
  'codes.component_2013_malformed': row('2013 版部件标识码“{code}”应为 16 位数字', 'A 2013 component id has 16 digits; “{code}” has not',
    '请核对来源数据的版本。', 'Check which edition the source uses.'),
  'codes.matter_malformed': row('事项代码“{code}”应为 11 位数字，现为 {length} 位', 'Matter code “{code}” must have 11 digits and has {length} characters',
    '请按 6 位区划、5 位类别填写。', 'Write 6 digits of area and 5 of class.'),
  'codes.matter_2013_form': row('“{code}”是 2013 版 10 位事件代码', '“{code}” is an event code of the 2013 edition (10 digits)',
    '请通过 2013 版对照表导入。', 'Import it through the 2013 map.'),
  'codes.event_2013_malformed': row('2013 版事件代码“{code}”应为 10 位数字', 'A 2013 event code has 10 digits; “{code}” has not',
    '请核对来源数据的版本。', 'Check which edition the source uses.'),
  'codes.area_mismatch': row('编码“{code}”的区划为 {found}，与记录的 {expected} 不一致', 'Code “{code}” is of area {found}, its record of {expected}',
    '请更正编码或记录的区划。', 'Correct the code or the area of the record.'),
  'codes.class_mismatch': row('编码“{code}”的类别为 {found}，与记录的 {expected} 不一致', 'Code “{code}” is of class {found}, its record of {expected}',
    '请更正编码或记录的类别。', 'Correct the code or the class of the record.'),
  'codes.credit_code_malformed': row('统一社会信用代码“{code}”不合规', '“{code}” is no unified social credit code',
    '请填写 18 位数字或大写字母，不含 I、O、S、V、Z。', 'Write 18 digits or capital letters without I, O, S, V, Z.'),
  'codes.credit_code_check': row('统一社会信用代码“{code}”的校验位不符', 'The check character of credit code “{code}” is wrong',
    '请对照证照逐位核对，注意错位和颠倒。', 'Compare it with the certificate, character by character.'),
  'codes.case_number_malformed': row('案件编码“{code}”应为 19 位数字，末 5 位从 1 起', 'Case number “{code}” must have 19 digits, the last five from 1',
    '请核对案件编码。', 'Check the case number.'),
  'codes.case_number_day': row('案件编码中的日期 {day} 不存在', 'The case number holds a date that does not exist: {day}',
    '请核对案件编码的第 7 至 14 位。', 'Check characters 7 to 14 of the number.'),
  'codes.case_sequence_overflow': row('{areaCode} 在 {day} 的案件顺序号 {sequence} 超出 1 至 {max}', 'Sequence {sequence} of {areaCode} on {day} is outside 1 to {max}',
    '当日编号已用完；请联系管理员核查异常上报。', 'The numbers of the day are used up: ask the administrator to look for a flood of reports.'),
  'codes.class_2013_malformed': row('2013 版类别代码“{code}”应为 4 位数字', 'A 2013 class code has 4 digits; “{code}” has not',
    '请核对来源数据的版本。', 'Check which edition the source uses.'),
  'codes.class_2013_local': row('2013 版类别 {code}{name} 是当地自定义类别，不能按编号对照', '2013 class {code} {name} is a city’s own class and cannot be mapped by its number',
    '请在对照表中按名称补充这一类别。', 'Add the class to the map by its name.'),
  'codes.class_2013_no_counterpart': row('2013 版类别 {code} 在 2026 版中没有对应类别', '2013 class {code} has no counterpart in the 2026 edition',
    '请保留为当地类别，或在对照表中指定。', 'Keep it as a local class, or name a class in the map.'),
  'codes.class_2013_split': row('2013 版类别 {code} 已拆分为 {into}', '2013 class {code} was split into {into}',
    '请为该记录选定其中一类。', 'Choose one of them for this record.'),
  'codes.class_2013_other_kind': row('2013 版类别 {code} 在 2026 版中改为另一种类的 {into}', '2013 class {code} became {into} of the other kind',
    '请按新的种类登记。', 'Register it as the other kind.'),
} as const satisfies Readonly<Record<string, RefusalWords>>;
