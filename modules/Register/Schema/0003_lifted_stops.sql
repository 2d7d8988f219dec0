-- A stop that somebody else lifted for a person, until the person was told.
create table lifted_stop (
    id uuid not null primary key,
    person_id uuid not null references person (id),
    was text not null,
    lifted_on date not null,
    lifted_by uuid not null,
    told_on date,
    told_by uuid
);
create index lifted_stop_by_person on lifted_stop (person_id, told_on);
