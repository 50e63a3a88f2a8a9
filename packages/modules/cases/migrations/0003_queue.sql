-- Every filter of a queue has an index in the queue's order, so that a page costs the same however many cases there are.

drop index cases_open_all;
create index cases_live_due on cases_case (coalesce(due_at, 'infinity'::timestamptz), id) where open or pending_holder is not null;
create index cases_live_newest on cases_case (reported_at desc, id desc) where open or pending_holder is not null;
create index cases_state_newest on cases_case (state, reported_at desc, id desc);
create index cases_source_newest on cases_case (source, reported_at desc, id desc);
create index cases_street_newest on cases_case (street_code, reported_at desc, id desc);
create index cases_handler_newest on cases_case (handler_id, reported_at desc, id desc) where handler_id is not null;
create index cases_collector_newest on cases_case (collector_id, reported_at desc, id desc) where collector_id is not null;
create index cases_pending_newest on cases_case (pending_kind, reported_at desc, id desc) where pending_kind is not null;
create index cases_urged_newest on cases_case (reported_at desc, id desc) where urged;
-- The last digits of a number, as people say them on the telephone.
create index cases_number_tail on cases_case (reverse(number) text_pattern_ops);
