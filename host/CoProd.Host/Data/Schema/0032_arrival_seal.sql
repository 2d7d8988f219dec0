-- Two archives may bear one number, one of them forged: what came is known by its signed words and by who signed them.
alter table innovation_arrival add column archive_id uuid;
alter table innovation_arrival add column seal text not null default '';
update innovation_arrival set archive_id = id;
create index innovation_arrival_by_archive on innovation_arrival (archive_id);
