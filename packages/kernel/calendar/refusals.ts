import { type RefusalWords, unusable as row } from '../refusal-words.ts';

/** Every refusal of kernel/calendar; the error registry spreads this in. */
// biome-ignore format: a table is read by its columns
export const CALENDAR_REFUSALS = {
  'calendar.limit_unreadable': row('无法识别处置时限“{text}”', 'The limit “{text}” cannot be read',
    '请写成“4工作时”“2工作日”“1紧急工作时”“3自然日”等形式，数量为整数。', 'Write a whole number and a unit, as 4工作时, 2工作日, 1紧急工作时 or 3自然日.'),
  'calendar.limit_ambiguous': row('处置时限“{text}”含两个时限', '“{text}” holds two limits',
    '请只保留一个时限，例如把“1天4小时”写成“12小时”。', 'Keep one: write 12小时 for 1天4小时.'),
  'calendar.limit_not_positive': row('处置时限“{text}”须大于零', 'The limit “{text}” must be more than zero',
    '请填写大于零的整数。', 'Write a whole number above zero.'),
  'calendar.field_invalid': row('日历的 {field} 不合规：{value}', 'The calendar’s {field} is invalid: {value}',
    '请对照日历说明填写该项。', 'Write the field as the calendar reference says.'),
  'calendar.windows_missing': row('日历没有工作时段', 'The calendar has no working window',
    '请至少设置一个每日工作时段。', 'Add at least one daily window.'),
  'calendar.window_invalid': row('{field} 中的工作时段不合规：{fromMinute} 至 {toMinute} 分钟', 'A window of {field} is invalid: minutes {fromMinute} to {toMinute}',
    '起止须为 0 至 1440 的整数分钟且起早于止；跨零点的班次请分成两段。', 'Use whole minutes from 0 to 1440, beginning before end; split a shift at midnight.'),
  'calendar.windows_overlap': row('{field} 中的工作时段 {first} 与 {second} 重叠', 'Windows {first} and {second} of {field} overlap',
    '请调整起止时间或合并两段。', 'Move them apart or join them.'),
  'calendar.day_invalid': row('{field} 中的日期“{value}”不存在', 'There is no day “{value}” (in {field})',
    '请按 YYYY-MM-DD 填写真实日期。', 'Write a real date as YYYY-MM-DD.'),
  'calendar.day_repeated': row('{field} 中的日期 {value} 重复', 'The day {value} stands twice in {field}',
    '请删除重复的日期。', 'Delete one of them.'),
  'calendar.period_reversed': row('时段的开始日期 {from} 晚于结束日期 {to}', 'A period begins on {from}, after its end on {to}',
    '请调换或更正日期。', 'Swap or correct the dates.'),
  'calendar.periods_overlap': row('两个时段重叠：前一个到 {firstTo}，后一个从 {secondFrom} 开始', 'Two periods overlap: one ends on {firstTo}, the next begins on {secondFrom}',
    '请让后一时段从前一时段结束的次日开始。', 'Let the next begin on the day after.'),
} as const satisfies Readonly<Record<string, RefusalWords>>;
