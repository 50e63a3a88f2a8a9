-- Pairs of cases that a person looked at and found to be different problems; the smaller id stands first.

create table cases_not_same (
  case_a uuid not null,
  case_b uuid not null,
  by_user text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (case_a, case_b),
  check (case_a < case_b)
);
create index cases_not_same_b on cases_not_same (case_b);
