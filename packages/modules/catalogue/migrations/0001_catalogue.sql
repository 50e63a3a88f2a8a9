-- Classes, conditions, the 2013 map, calendars and lifecycle settings of a city. Rows are closed by valid_to, never deleted.
create table catalogue_class (
  id text primary key,
  -- standard_ref/kind/code: what all versions of one class share.
  class_key text not null,
  standard_ref text not null,
  kind text not null check (kind in ('component', 'matter', 'event')),
  code text not null,
  version integer not null check (version > 0),
  name text not null,
  name_en text,
  major_code text not null,
  major_name text not null,
  major_name_en text,
  duplicate_radius_m double precision not null check (duplicate_radius_m > 0),
  duplicate_hours double precision not null check (duplicate_hours > 0),
  self_handle boolean not null default false,
  -- Place in the short list of the public form; null: not offered there.
  public_rank integer,
  origin text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  changed_by text not null,
  unique (class_key, version)
);
create unique index catalogue_class_current on catalogue_class (class_key) where valid_to is null;

create table catalogue_condition (
  id text primary key,
  class_key text not null,
  position integer not null check (position > 0),
  version integer not null check (version > 0),
  filing text not null,
  closing text not null,
  limit_value integer not null check (limit_value > 0),
  limit_unit text not null check (limit_unit in ('urgent_minute', 'urgent_hour', 'urgent_day', 'natural_day', 'work_hour', 'work_day')),
  unit_id text,
  -- The acting unit in the words of an imported table that names one we do not know.
  unit_name text,
  photo_after_required boolean not null,
  origin text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  changed_by text not null,
  unique (class_key, position, version)
);
create unique index catalogue_condition_current on catalogue_condition (class_key, position) where valid_to is null;

-- A class of a foreign system that was found to be one of ours; cases keep what they were filed under.
create table catalogue_mapping (
  class_key text primary key,
  to_key text not null
);

create table catalogue_edition_map (
  kind_2013 text not null check (kind_2013 in ('component', 'event')),
  code_2013 text not null,
  name_2013 text not null,
  kind_2026 text,
  code_2026 text not null default '',
  relation text not null,
  primary key (kind_2013, code_2013, code_2026)
);

create table catalogue_calendar (
  version integer primary key,
  definition jsonb not null,
  valid_from timestamptz not null,
  changed_by text not null
);

create table catalogue_lifecycle (
  version integer primary key,
  settings jsonb not null,
  valid_from timestamptz not null,
  changed_by text not null
);

-- One row that every change raises; it also keeps two editors apart.
create table catalogue_revision (
  one boolean primary key default true check (one),
  revision bigint not null
);
insert into catalogue_revision (one, revision) values (true, 0);
