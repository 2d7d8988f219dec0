-- An innovation that was given to others: when, and under which archive. What was in it is known to whoever has the file.
create table innovation_leaving (
    id uuid not null primary key,
    innovation_id uuid not null,
    by_name integer not null,
    by_role integer not null,
    left_at timestamptz not null
);
create index innovation_leaving_of on innovation_leaving (innovation_id, left_at);
