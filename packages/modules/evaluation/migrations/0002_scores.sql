-- Scores: a published result belongs to one way of grouping (areas: by street or by district); hand-entered points and inputs.

alter table evaluation_publication add column grouping text not null;
alter table evaluation_publication drop constraint evaluation_publication_pkey;
alter table evaluation_publication add primary key (cycle, formula_id, grouping, version);

-- Points given or taken by hand, and inputs that no case holds; never changed, only followed by another that undoes it.
create table evaluation_entry (
  id uuid primary key,
  cycle text not null,
  formula_id text not null,
  subject text not null,
  -- the term that takes the points, or the input that takes the value
  name text not null,
  kind text not null check (kind in ('points', 'input')),
  value double precision not null,
  reason text not null,
  by_user text not null,
  at timestamptz not null
);
create index evaluation_entry_cycle on evaluation_entry (cycle, formula_id);
