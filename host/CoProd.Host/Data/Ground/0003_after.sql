-- How far this database has come with the list of what must hold, kept outside all databases: the hash of its line.
-- One that came back from before has come less far.
create table host_after (
    id integer not null primary key,
    come_to text not null
);
