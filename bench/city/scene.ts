import { openPostgres } from '@chengmai/platform/adapters/db-postgres.ts';
import type { Db } from '@chengmai/platform/ports/db.ts';

/** What made-up reports are made of: places in the grid and classes of matters. Plain JSON, so that it can go to another process. */
export interface Scene {
  readonly spots: readonly { readonly lon: number; readonly lat: number }[];
  readonly classCodes: readonly string[];
}

export async function sceneOf(db: Db): Promise<Scene> {
  const spots = await db.query<{ lon: number; lat: number }>({
    text: 'select lon, lat from areas_cell order by code limit 5000',
    values: [],
  });
  const classes = await db.query<{ code: string }>({
    text: `select c.code from catalogue_class c where c.kind = 'matter' and c.valid_to is null order by c.code`,
    values: [],
  });
  return { spots, classCodes: classes.map(({ code }) => code) };
}

export async function withPostgres<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await openPostgres({ url, poolSize: 2, applicationName: 'chengmai-bench', statementTimeoutMs: 1_200_000 });
  return work(db).finally(() => db.close());
}

const WORDS = [
  '人行道上堆放了装修垃圾和旧家具，已有两天，行人只能走到机动车道上',
  '路口井盖松动，车辆经过时有很大声响，夜间影响附近居民休息',
  '店铺把桌椅摆到盲道上经营，油烟直接排到路面，多次劝说没有改正',
  '绿化带里有人乱倒泥头，草皮被压坏一大片，还有车轮带泥上路',
  '河涌边护栏缺了一段，附近有小学，放学时学生从这里经过不安全',
];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** The nth made-up report; the same n gives the same report. Marked as made up, as all of it must be. */
export function reportNo(scene: Scene, n: number, mark: string): Record<string, unknown> {
  const spot = pick(scene.spots, n * 7919);
  return {
    classCode: pick(scene.classCodes, n * 31),
    description: `${pick(WORDS, n)}（示意数据 ${mark} ${n}）`,
    place: `示意路 ${n % 997} 号东侧`,
    lon: spot.lon + ((n % 13) - 6) * 1e-6,
    lat: spot.lat + ((n % 11) - 5) * 1e-6,
    source: pick(['hotline', 'phone', 'leader', 'department'], n),
    reporterName: '示意',
    reporterPhone: '000-0000',
  };
}
