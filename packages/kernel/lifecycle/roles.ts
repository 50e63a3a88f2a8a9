/** The posts of a city operation centre 岗位, with the two actors that are no post: the citizen and the system itself. */
export const ROLES = {
  collector: { zh: '采集员', en: 'Collector' },
  acceptor: { zh: '受理员', en: 'Acceptor' },
  shift_leader: { zh: '值班长', en: 'Shift leader' },
  dispatcher: { zh: '派遣员', en: 'Dispatcher' },
  dept_manager: { zh: '专业部门管理员', en: 'Department manager' },
  handler: { zh: '处置人员', en: 'Handler' },
  inspector: { zh: '督查员', en: 'Inspector' },
  leader: { zh: '领导', en: 'Leader' },
  evaluator: { zh: '评价员', en: 'Evaluator' },
  admin: { zh: '管理员', en: 'Administrator' },
  citizen: { zh: '市民', en: 'Citizen' },
  system: { zh: '系统', en: 'System' },
} as const;

export type Role = keyof typeof ROLES;

export const ROLE_IDS = Object.keys(ROLES) as readonly Role[];

/** Who acts. `unitIds` are the departments the actor speaks for; a citizen's `id` is the reporter id that a feedback link proved. */
export interface Actor {
  readonly id: string;
  readonly kind: 'person' | 'citizen' | 'system';
  readonly roles: readonly Role[];
  readonly unitIds: readonly string[];
}
