import type { Instant } from '../calendar/types.ts';

/** The instants by which counts fall into periods; `timestamptz` columns of the module's fact table. */
export const TIME_COLUMNS = [
  'reported_at',
  'accepted_at',
  'filed_at',
  'rejected_at',
  'voided_at',
  'pre_check_sent_at',
  'dispatch_started_at',
  'round_started_at',
  'handle_due_at',
  'handled_at',
  'round_ended_at',
  'through_handle_at',
  'reworked_at',
  'returned_at',
  'postponed_at',
  'suspended_at',
  'resumed_at',
  'post_check_sent_at',
  'live_at',
  'close_due_at',
  'closed_at',
  'ended_at',
  'visited_at',
  'reopened_at',
] as const;
export type TimeColumn = (typeof TIME_COLUMNS)[number];

/** Small whole numbers, 0 where the line says nothing; `smallint` columns (the two `_minutes` ones `integer`). */
export const VALUE_COLUMNS = [
  'report',
  'report_public',
  'report_collector',
  'valid_report',
  'accept',
  'intime_accept',
  'file',
  'intime_file',
  'accurate_file',
  'reject',
  'void',
  'need_pre_check',
  'pre_check',
  'intime_pre_check',
  'intime_send_pre_check',
  'need_dispatch',
  'dispatch',
  'intime_dispatch',
  'accurate_dispatch',
  'wrong_dispatch',
  'need_handle',
  'handle',
  'intime_handle',
  'overtime_handle',
  'through_handle',
  'rework',
  'rework_times',
  'back',
  'postpone',
  'his_hang',
  'need_post_check',
  'post_check',
  'intime_post_check',
  'intime_send_post_check',
  'need_close',
  'close',
  'intime_close',
  'overtime_close',
  'force_close',
  'close_time_assumed',
  'exempt',
  'missed',
  'self_handle',
  'visit',
  'very_satisfied',
  'satisfied',
  'dissatisfied',
  'reopen_30d',
  'recur_90d',
  'used_minutes',
  'allowance_minutes',
] as const;
export type ValueColumn = (typeof VALUE_COLUMNS)[number];

/** Whom a count is attributed to when people or units are evaluated (standards.md §11, "the named field"). `text` columns. */
export const SUBJECT_COLUMNS = [
  'unit_id',
  'reporter_id',
  'duty_collector_id',
  'acceptor_id',
  'filer_id',
  'pre_checker_id',
  'dispatcher_id',
  'handler_id',
  'post_checker_id',
  'closer_id',
] as const;
export type SubjectColumn = (typeof SUBJECT_COLUMNS)[number];

/**
 * One line of evaluation facts. Line 0 carries the case itself and the latest of everything that repeats (handling round, dispatch, check
 * task, return, postponement); each older one of those stands on its own further line. So nearly every case is one row, every repeated
 * act still falls into its own period and onto its own unit, and a plain sum over lines is right.
 */
export type FactRow = { readonly case_id: string; readonly line: number } & Readonly<Record<SubjectColumn, string | null>> &
  Readonly<Record<TimeColumn, Instant | null>> &
  Readonly<Record<ValueColumn, number>>;
