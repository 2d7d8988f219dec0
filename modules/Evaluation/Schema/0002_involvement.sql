-- The other columns of PIRIT's tracking sheet: how people took part, what they hoped to influence, why it matters, and the standards it shows.
alter table claim add column involved text not null default '';
alter table claim add column hoped text not null default '';
alter table claim add column matters text not null default '';
-- Names of Standard, parted by commas.
alter table claim add column standards text not null default '';
