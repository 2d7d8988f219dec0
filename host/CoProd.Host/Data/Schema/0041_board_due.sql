-- Innovations of which something changed since modules were last asked what a board should know. The mark is another with each change: what
-- changes while modules are asked stays due.
create table board_due (
    innovation_id uuid not null primary key,
    mark uuid not null
);
