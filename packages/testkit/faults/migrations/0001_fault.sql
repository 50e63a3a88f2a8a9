-- What the fault tests write: a row, its history, and the effect of its event.
create table fault_row (n int primary key, changes int not null);
create table fault_history (n int not null, change int not null, primary key (n, change));
create table fault_effect (seq bigint generated always as identity, n int not null, change int not null);
