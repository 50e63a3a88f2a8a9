-- Evaluation 评价: fact lines computed from cases, standing figures kept beside them, settings, formulas, published periods.

-- One line of facts of a case, as kernel/evaluation/fact-row.ts describes it; a value of 0 is stored as null, which costs nothing.
-- The columns that nearly every figure reads stand first: a row is taken apart from the left.
create table evaluation_fact (
  reported_at timestamptz not null,
  closed_at timestamptz,
  street_code text collate "C",
  class_code text collate "C" not null,
  unit_id text collate "C",
  community_code text collate "C",
  intime_close smallint,
  overtime_close smallint,
  close smallint,
  report smallint,
  need_close smallint,
  live_at timestamptz,
  ended_at timestamptz,
  close_due_at timestamptz,
  round_started_at timestamptz,
  handled_at timestamptz,
  round_ended_at timestamptz,
  handle_due_at timestamptz,
  filed_at timestamptz,
  need_handle smallint,
  handle smallint,
  intime_handle smallint,
  overtime_handle smallint,
  file smallint,
  intime_file smallint,
  source text collate "C" not null,
  major_code text collate "C" not null,
  district_code text collate "C",
  case_id uuid not null,
  line smallint not null,
  -- the version of the case from which the lines were computed
  version int not null,
  report_public smallint,
  report_collector smallint,
  valid_report smallint,
  accept smallint,
  intime_accept smallint,
  accurate_file smallint,
  reject smallint,
  void smallint,
  need_pre_check smallint,
  pre_check smallint,
  intime_pre_check smallint,
  intime_send_pre_check smallint,
  need_dispatch smallint,
  dispatch smallint,
  intime_dispatch smallint,
  accurate_dispatch smallint,
  wrong_dispatch smallint,
  through_handle smallint,
  rework smallint,
  rework_times smallint,
  back smallint,
  postpone smallint,
  his_hang smallint,
  need_post_check smallint,
  post_check smallint,
  intime_post_check smallint,
  intime_send_post_check smallint,
  force_close smallint,
  close_time_assumed smallint,
  exempt smallint,
  missed smallint,
  self_handle smallint,
  visit smallint,
  very_satisfied smallint,
  satisfied smallint,
  dissatisfied smallint,
  reopen_30d smallint,
  recur_90d smallint,
  used_minutes int,
  allowance_minutes int,
  accepted_at timestamptz,
  rejected_at timestamptz,
  voided_at timestamptz,
  pre_check_sent_at timestamptz,
  dispatch_started_at timestamptz,
  through_handle_at timestamptz,
  reworked_at timestamptz,
  returned_at timestamptz,
  postponed_at timestamptz,
  suspended_at timestamptz,
  resumed_at timestamptz,
  post_check_sent_at timestamptz,
  visited_at timestamptz,
  reopened_at timestamptz,
  reporter_id uuid,
  duty_collector_id uuid,
  acceptor_id uuid,
  filer_id uuid,
  pre_checker_id uuid,
  dispatcher_id uuid,
  handler_id uuid,
  post_checker_id uuid,
  closer_id uuid,
  primary key (case_id, line)
) with (fillfactor = 90);

-- Cases arrive roughly in order of time, so a few pages of brin find a period.
create index evaluation_fact_reported on evaluation_fact using brin (reported_at);
create index evaluation_fact_closed on evaluation_fact using brin (closed_at);

-- Sums by day or month (`day` is then its first) and one or two codes, changed by differences in the transaction that changes the facts.
-- An empty code stands for none. `cube` says what the codes are, see standing-cubes.ts.
create table evaluation_standing (
  cube text collate "C" not null,
  count text collate "C" not null,
  day date not null,
  code1 text collate "C" not null,
  code2 text collate "C" not null,
  value int not null,
  primary key (cube, count, day, code1, code2)
) with (fillfactor = 70);

-- Denominators and attribution as the city sets them; each change is a new version, results name the one they used.
create table evaluation_setting (
  version int primary key,
  settings jsonb not null,
  reason text not null,
  by_user text not null,
  at timestamptz not null
);

-- Edited scoring formulas; the newest version that is valid from a cycle on counts for it.
create table evaluation_formula (
  id text not null,
  version int not null,
  -- first day of the first cycle it counts for
  valid_from date not null,
  formula jsonb not null,
  by_user text not null,
  at timestamptz not null,
  primary key (id, version)
);

-- Published results, frozen: a correction is a further version with its reason.
create table evaluation_publication (
  cycle text not null,
  formula_id text not null,
  version int not null,
  result jsonb not null,
  reason text,
  by_user text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (cycle, formula_id, version)
);
