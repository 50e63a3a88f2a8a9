import type { Queryable, Tx } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';

export interface StoredView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly shared: boolean;
}

/** The caller's saved views and everybody's shared ones. */
export const listViews = (q: Queryable, owner: string): Promise<StoredView[]> =>
  q.query<StoredView>(sql`select id, name, query, shared from cases_view where owner_id = ${owner} or shared order by name, id limit 100`);

export async function insertView(tx: Tx, view: StoredView, owner: string, at: Date): Promise<void> {
  await tx.query(sql`insert into cases_view (id, owner_id, name, query, shared, made_at)
    values (${view.id}::uuid, ${owner}, ${view.name}, ${view.query}, ${view.shared}::boolean, ${at})`);
}

export async function deleteView(tx: Tx, id: string, owner: string): Promise<boolean> {
  return (await tx.query(sql`delete from cases_view where id = ${id}::uuid and owner_id = ${owner} returning id`)).length > 0;
}
