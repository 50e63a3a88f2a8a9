-- Words are mostly looked for among what is open: an index of just those rows.

create index cases_live_search on cases_case using gin (search) where open or pending_holder is not null;
