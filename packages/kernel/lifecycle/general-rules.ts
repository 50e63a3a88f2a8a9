/** What holds for the whole table, said once; lifecycle-rules.test.ts proves each. */
export const GENERAL_RULES = [
  {
    zh: '回退必须写明理由，不删除、不移动任何资料，并且收到回退的人不能直接进入下一主步骤。',
    en: 'A return needs a reason, deletes and moves nothing, and keeps the receiver from the next main step.',
  },
  {
    zh: '每个操作同时校验状态、岗位和持有人。受理员从案件池办理，先立案者持有；派遣员谁在岗谁办理。',
    en: 'Every act is checked for state, role and holder. Acceptors work from a pool and whoever files owns; dispatchers are whoever is on duty.',
  },
  {
    zh: '部门回退时处置计时暂停；再派同一部门继续计时，改派其他部门则另起一轮、时限从头计算。',
    en: 'A return by the department pauses handling; the same department resumes its clock, another one gets a new round with a full limit.',
  },
  {
    zh: '返工和结案不通过另起一轮处置，各轮各有结论。',
    en: 'Rework and a refused closing start a new handling round; every round keeps its own verdict.',
  },
  {
    zh: '延期按原时限增加，未超时方可申请，最多两次；挂账每案一次，到期自动恢复，挂账期间不处置。',
    en: 'An extension adds one original limit, at most twice and only before overdue; a suspension comes once, ends by itself, and stops handling.',
  },
  {
    zh: '恰在截止时刻完成为按时。',
    en: 'Finished exactly at the deadline is in time.',
  },
  {
    zh: '申诉通过只加“不计超时”标记，超时事实仍保留可见。',
    en: 'A granted appeal adds a mark for the counters; the fact of being overdue stays and stays visible.',
  },
  {
    zh: '强制结案、作废、并案时仍在走的时钟没有“按时”结论。',
    en: 'A clock cut off by force-close, void or merge never counts as in time.',
  },
  {
    zh: '并案保留全部上报人，以最早截止时间为准；撤销并案后两案如同从未并过。',
    en: 'A merge keeps every reporter and the earliest deadline; after its undoing both cases stand as if it had never been.',
  },
] as const;
