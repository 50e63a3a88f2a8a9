-- Cases 案件: one row a case (derived), its append-only history (the truth), reports, photos, saved views, number blocks.

create table cases_case (
  id uuid primary key,
  number text not null unique,
  version int not null,
  state text not null,
  open boolean not null,
  class_id text not null,
  class_code text not null,
  class_name text not null,
  major_name text not null,
  description text not null,
  place text not null,
  component_id text,
  cell_code text,
  community_code text,
  street_code text,
  district_code text,
  -- the most precise area code known; data scope compares its prefix
  area_code text not null,
  lon double precision,
  lat double precision,
  accuracy_m real,
  geom geometry(Point, 4326),
  source text not null,
  origin text not null default 'live',
  synthetic boolean not null default false,
  unit_id text,
  handler_id text,
  collector_id text,
  condition_id text,
  -- who must act now, and by name where it is one person
  holder text,
  holder_user text,
  -- level at which an application waits
  pending_kind text,
  pending_holder text,
  returned_from text,
  urged boolean not null default false,
  reports int not null default 1,
  reworks int not null default 0,
  extensions int not null default 0,
  -- the kernel's CaseState, and the one before the last action (for taking it back within ten seconds)
  lifecycle jsonb not null,
  previous jsonb,
  last_actor text not null,
  last_at timestamptz not null,
  -- of the clock that runs now: when it turns yellow and red; null while none runs
  warn_at timestamptz,
  due_at timestamptz,
  -- when the next rung of the escalation ladder is reached
  escalate_at timestamptz,
  reported_at timestamptz not null,
  handled_at timestamptz,
  handle_in_time boolean,
  closed_at timestamptz,
  imported_verdict text,
  search tsvector not null
);

create index cases_open_due on cases_case (holder, coalesce(due_at, 'infinity'::timestamptz), id) where open;
create index cases_open_unit on cases_case (unit_id, coalesce(due_at, 'infinity'::timestamptz), id) where open;
create index cases_open_all on cases_case (coalesce(due_at, 'infinity'::timestamptz), id) where open;
create index cases_escalate on cases_case (escalate_at) where open and escalate_at is not null;
create index cases_newest on cases_case (reported_at desc, id desc);
create index cases_class_newest on cases_case (class_code, reported_at desc, id desc);
create index cases_unit_newest on cases_case (unit_id, reported_at desc, id desc);
create index cases_community_newest on cases_case (community_code, reported_at desc, id desc);
create index cases_geom on cases_case using gist (geom) where geom is not null;
create index cases_search on cases_case using gin (search);

create table cases_history (
  case_id uuid not null,
  seq int not null,
  action text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text,
  actor_unit text,
  -- what the kernel saw of the actor: roles and units, so that folding the history gives the row again
  actor jsonb not null,
  reason text,
  input jsonb not null,
  trace text not null,
  -- the calendar and lifecycle settings it was judged by
  calendar_version int not null,
  lifecycle_version int not null,
  primary key (case_id, seq)
);

create table cases_report (
  id uuid primary key,
  case_id uuid not null,
  -- the case it first opened, when it was joined to another later
  first_case_id uuid not null,
  source text not null,
  text text not null,
  at timestamptz not null,
  by_user text,
  -- personal data: read through one audited function only
  reporter_name text,
  reporter_phone text,
  hidden boolean not null default false,
  tracking_hash text unique,
  satisfaction text,
  rated_at timestamptz
);
create index cases_report_case on cases_report (case_id, at);

create table cases_photo (
  id uuid primary key,
  case_id uuid,
  hash text not null,
  thumb_hash text not null,
  stage text not null,
  taken_at timestamptz,
  added_at timestamptz not null,
  by_user text not null,
  by_name text not null,
  width_px int not null,
  height_px int not null,
  -- perceptual hash, 16 hex digits, for suggesting duplicates
  look_hash text
);
create index cases_photo_case on cases_photo (case_id, added_at) where case_id is not null;
create index cases_photo_hash on cases_photo (hash);

create table cases_view (
  id uuid primary key,
  owner_id text not null,
  name text not null,
  query text not null,
  shared boolean not null,
  made_at timestamptz not null
);
create index cases_view_owner on cases_view (owner_id);

-- blocks of daily case numbers, so that concurrent creation does not queue on one row
create table cases_number_block (
  area_code text not null,
  day date not null,
  next int not null,
  primary key (area_code, day)
);

-- escalation ladder steps already told, by the kernel's stable key
create table cases_escalation (
  case_id uuid not null,
  step_key text not null,
  at timestamptz not null,
  notified jsonb not null,
  primary key (case_id, step_key)
);

-- the calendar version by which open clocks were last computed; one row
create table cases_calendar_version (
  only_row boolean primary key default true check (only_row),
  version int not null
);
