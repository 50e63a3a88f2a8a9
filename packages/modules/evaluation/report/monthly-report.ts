/** What a cell holds decides how it is written: rates are fractions, scores have two decimals, null is unknown and shows as a dash. */
export type CellKind = 'text' | 'count' | 'rate' | 'score';
export type CellValue = string | number | null;

export interface ReportColumn {
  readonly title: string;
  readonly kind: CellKind;
  /** Share of the table's width. */
  readonly share: number;
}

export interface ReportTable {
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly CellValue[])[];
  /** A last row that is set apart. */
  readonly total?: readonly CellValue[];
}

export interface ReportSection {
  readonly title: string;
  /** Name of the sheet, short and without what sheets forbid. */
  readonly sheet: string;
  readonly notes: readonly string[];
  readonly table: ReportTable | null;
}

/** A monthly report, ready to be laid out: everything is said in the reader's language already. */
export interface MonthlyReport {
  readonly title: string;
  readonly period: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The report stands on made-up data: every page says so. */
  readonly syntheticLabel: string | null;
  readonly sections: readonly ReportSection[];
  readonly pageOf: (page: number, pages: number) => string;
}
