/** Made-up word stems; no list of real streets stands behind them. */
const STEMS =
  '禾丰 锦澜 云栖 望海 清晖 文澜 汾宁 同泰 荔香 桂澜 祥安 仁和 岭南 榕荫 陶源 青棠 兰亭 福宁 永泰 金禾 玉溪 晓月 长兴 明德 启文 普惠 沙堤 河畔 棠下 景明 星海 梅园 春晖 秋实 松涛 竹韵 凤鸣 龙腾 聚贤 崇德 敬业 乐安 康宁 博雅 翠堤 碧湾 澄江 丹霞 枫林 海棠 和顺 华光 惠民 嘉禾 建业 江湾 锦绣 静安 居安 莲塘'.split(
    ' ',
  );
const SIDES_OF_TOWN = ['', '东', '西', '南', '北'] as const;

export type RoadRank = 'primary' | 'secondary' | 'local';
const ENDINGS: Readonly<Record<RoadRank, readonly string[]>> = { primary: ['大道'], secondary: ['路'], local: ['街', '路', '巷'] };

/** Hands out names that never repeat: a stem, sometimes a side, and the ending of the rank. */
export function createRoadNames(random: () => number): (rank: RoadRank) => string {
  const used = new Set<string>();
  return (rank) => {
    for (;;) {
      const stem = STEMS[Math.floor(random() * STEMS.length)]!;
      const side = rank === 'local' ? SIDES_OF_TOWN[Math.floor(random() * SIDES_OF_TOWN.length)]! : '';
      const name = `${stem}${side}${ENDINGS[rank][Math.floor(random() * ENDINGS[rank].length)]!}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}
