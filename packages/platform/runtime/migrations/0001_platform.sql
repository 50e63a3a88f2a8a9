-- The platform's own tables: outbox and event log, handled events, dead letters, jobs, idempotent answers.

-- A superuser of PostgreSQL creates the extension once when the program's own user may not.
create extension if not exists postgis;

-- Events written beside the change they speak of. Each leaves here as soon as the relay has given it a position.
-- `seq` only orders what is still here: two changes of one case are serialised by its row, so their numbers follow their commits.
create table platform_outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  type text not null,
  key text not null,
  trace text not null,
  at timestamptz not null,
  body json not null
);

-- The event log. Positions are given under the row lock of platform_relay, so they become visible in their order, without gaps:
-- whoever has read up to a position has missed nothing that will ever get a smaller one.
create table platform_event (
  position bigint primary key,
  id uuid not null,
  type text not null,
  key text not null,
  trace text not null,
  at timestamptz not null,
  logged_at timestamptz not null,
  body json not null
);
create index platform_event_logged_at on platform_event using brin (logged_at);

-- One row: who relays, until when, and how far it came.
create table platform_relay (
  name text primary key,
  holder uuid,
  held_until timestamptz,
  last_position bigint not null,
  published_position bigint not null
);
insert into platform_relay (name, last_position, published_position) values ('outbox', 0, 0);

create table platform_handled (
  handler text not null,
  event_id uuid not null,
  at timestamptz not null,
  primary key (handler, event_id)
);
create index platform_handled_at on platform_handled using brin (at);

-- Events that a handler failed on to the last attempt. An operator sees and replays them.
create table platform_dead_letter (
  handler text not null,
  event_id uuid not null,
  event json not null,
  error text not null,
  attempts int not null,
  at timestamptz not null,
  primary key (handler, event_id)
);

create table platform_job (
  name text primary key,
  next_run_at timestamptz not null,
  runner uuid,
  runner_until timestamptz,
  last_started_at timestamptz,
  last_ended_at timestamptz,
  last_error text
);

create table platform_answer (
  caller text not null,
  key text not null,
  request_hash text not null,
  answer json,
  at timestamptz not null,
  primary key (caller, key)
);
create index platform_answer_at on platform_answer using brin (at);
