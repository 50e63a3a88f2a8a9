/** A kind of problem that happens in the demonstration: its class, how people tell of it, and which drawn pictures show it. */
export interface Scene {
  readonly classCode: string;
  /** How often, against the others. */
  readonly weight: number;
  readonly picture: 'rubbish' | 'bin' | 'road' | 'poster' | 'bikes' | 'cover' | 'stall' | 'tree';
  readonly words: readonly string[];
}

/** Classes of GB/T 47678.5-2026; the words are made up. */
export const scenes: readonly Scene[] = [
  {
    classCode: '06010',
    weight: 16,
    picture: 'rubbish',
    words: ['路边散落生活垃圾，无人清理', '巷口堆满垃圾，气味较大', '绿化带内有成袋垃圾'],
  },
  { classCode: '06042', weight: 10, picture: 'bin', words: ['垃圾桶已满溢，垃圾堆到地面', '垃圾收集点满溢，影响通行'] },
  { classCode: '06012', weight: 9, picture: 'rubbish', words: ['路面有大片油污', '雨后路面淤泥未清', '道路两侧落叶与纸屑较多'] },
  { classCode: '06013', weight: 7, picture: 'road', words: ['路面坑洼，骑车经过易摔倒', '人行道地砖破损翘起'] },
  { classCode: '06036', weight: 6, picture: 'rubbish', words: ['人行道堆放杂物', '楼道口堆放旧家具'] },
  { classCode: '07001', weight: 7, picture: 'poster', words: ['灯杆上贴满小广告', '墙面喷涂小广告'] },
  { classCode: '09010', weight: 11, picture: 'bikes', words: ['共享单车占用盲道', '非机动车停放混乱，堵住路口'] },
  { classCode: '09005', weight: 8, picture: 'stall', words: ['店铺把货物摆到人行道上', '餐饮店出店经营，桌椅占道'] },
  { classCode: '09006', weight: 7, picture: 'stall', words: ['桥头有人占道卖水果', '学校门口占道摆卖'] },
  { classCode: '09001', weight: 5, picture: 'stall', words: ['流动摊贩占用机动车道'] },
  { classCode: '01003', weight: 4, picture: 'cover', words: ['雨水井盖移位，存在危险', '井盖破损，车辆经过有响声'] },
  { classCode: '08002', weight: 3, picture: 'road', words: ['施工围挡占用人行道，没有公示牌'] },
  { classCode: '04002', weight: 4, picture: 'tree', words: ['行道树枝断落，压住护栏', '树木倾斜，遮挡信号灯'] },
  { classCode: '03005', weight: 3, picture: 'bin', words: ['垃圾箱箱门脱落'] },
];

export const spots = [
  '菜市场东门',
  '小学南侧',
  '公交站旁',
  '3 号楼前',
  '桥头',
  '社区卫生站对面',
  '停车场入口',
  '文化广场西侧',
  '工业区门口',
  '地铁 B 口',
] as const;
