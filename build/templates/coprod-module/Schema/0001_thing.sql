create table thing (
    id uuid not null primary key,
    name text not null,
    name_key text not null
);
create index thing_in_order on thing (name_key, id);
