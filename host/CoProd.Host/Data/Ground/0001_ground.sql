-- What the host keeps in every module's database: deliveries still to make, deliveries already handled,
-- and small copies of innovations, people and access, so that a module's lists filter, join and sort in SQL.

create table host_delivery (
    id uuid not null primary key,
    event_id uuid not null,
    subscriber text not null,
    type text not null,
    body text not null,
    published_at timestamptz not null,
    attempts integer not null default 0,
    parked boolean not null default false,
    error text
);
create index host_delivery_due on host_delivery (parked, id);

create table host_handled (
    event_id uuid not null,
    handler text not null,
    handled_at timestamptz not null,
    primary key (event_id, handler)
);
create index host_handled_age on host_handled (handled_at);

create table host_innovation (
    id uuid not null primary key,
    name text not null,
    name_key text not null,
    purpose text not null,
    withdrawn boolean not null
);
create index host_innovation_by_name on host_innovation (withdrawn, name_key, id);

create table host_access (
    innovation_id uuid not null,
    person_id uuid not null,
    primary key (innovation_id, person_id)
);
create index host_access_by_person on host_access (person_id, innovation_id);

create table host_person (
    id uuid not null primary key,
    name text not null,
    name_key text not null,
    may_be_contacted boolean not null
);
create index host_person_by_name on host_person (name_key, id);
