-- Somebody who looks after the installation said that a part that waits is not to come in, ever.
alter table innovation_part add column dropped_at timestamptz;
