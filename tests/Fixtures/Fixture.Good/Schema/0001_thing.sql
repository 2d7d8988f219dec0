create table fixture_thing (
    id uuid not null primary key,
    name text not null
);

-- How often the module heard of an innovation: an event handled twice would count twice.
create table fixture_heard (
    innovation_id uuid not null primary key,
    times integer not null
);
