-- Divisions, grid cells and map features of a city, in WGS-84; every row says where it came from and whether it is made up.
create table areas_division (
  code text primary key,
  name text not null,
  name_en text,
  level text not null check (level in ('province', 'city', 'district', 'street', 'community')),
  parent text,
  lon double precision,
  lat double precision,
  shape geometry(MultiPolygon, 4326),
  synthetic boolean not null default false,
  origin text not null,
  -- A division of a foreign system that was found to be one of ours.
  mapped_to text references areas_division (code)
);
create index areas_division_shape on areas_division using gist (shape);

create table areas_cell (
  code text primary key,
  kind text not null check (kind in ('unit', 'duty')),
  name text not null,
  community_code text not null references areas_division (code),
  lon double precision not null,
  lat double precision not null,
  shape geometry(MultiPolygon, 4326) not null,
  collector_id text,
  version integer not null default 1,
  synthetic boolean not null default false,
  origin text not null
);
create index areas_cell_community on areas_cell (community_code);
create index areas_cell_shape on areas_cell using gist (shape);

create table areas_feature (
  id text primary key,
  layer text not null,
  name text not null,
  code text,
  shape geometry(Geometry, 4326) not null,
  properties jsonb not null default '{}',
  synthetic boolean not null default false,
  origin text not null
);
create index areas_feature_shape on areas_feature using gist (shape);
create index areas_feature_layer on areas_feature (layer);

-- One row that every change raises: a process compares it with what it holds in memory.
create table areas_revision (
  one boolean primary key default true check (one),
  revision bigint not null
);
insert into areas_revision (one, revision) values (true, 0);
