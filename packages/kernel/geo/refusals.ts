import { type RefusalWords, unusable as row } from '../refusal-words.ts';

/** Every refusal of kernel/geo; the error registry spreads this in. */
// biome-ignore format: a table is read by its columns
export const GEO_REFUSALS = {
  'geo.geometry_invalid': row('几何图形不是面：{found}', 'The geometry is no surface: {found}',
    '请提供 GeoJSON 的 Polygon 或 MultiPolygon。', 'Give a GeoJSON Polygon or MultiPolygon.'),
  'geo.geometry_empty': row('几何图形是空的', 'The geometry is empty',
    '请至少提供一个外环。', 'Give at least one outer ring.'),
  'geo.ring_too_short': row('环只有 {length} 个点，至少需要 4 个', 'A ring has {length} positions and needs at least 4',
    '请补全环上的点，首尾相同。', 'Complete the ring; its last position repeats the first.'),
  'geo.ring_open': row('环没有闭合：起点 {first}，终点 {last}', 'A ring is open: it begins at {first} and ends at {last}',
    '请让终点与起点完全相同。', 'Let the last position equal the first.'),
  'geo.position_invalid': row('坐标不合规：{position}', 'Invalid position: {position}',
    '请按［经度, 纬度］填写角度，经度在 ±180 之内，纬度在 ±90 之内。', 'Write [longitude, latitude] in degrees, within ±180 and ±90.'),
} as const satisfies Readonly<Record<string, RefusalWords>>;
