-- What modules tell a board, worked out with the warnings. Single people's words are not kept here: they are asked for each time.
create table board_matter (
    module_id text not null,
    innovation_id uuid not null,
    -- MayStop, ToDecide, Heard or Owed.
    part text not null,
    rule text not null,
    key text not null,
    severity integer not null,
    fact text not null,
    why text not null,
    on_day date,
    chance double precision,
    how_many integer not null,
    -- The strongest first; of decisions the earliest first.
    sort_key text not null,
    primary key (innovation_id, part, rule, key)
);
create index board_matter_in_order on board_matter (part, sort_key, innovation_id);
create index board_matter_of_innovation on board_matter (innovation_id, part, sort_key);

-- Modules that did not answer when they were last asked: what is kept of them may be old, and the page says so.
create table board_unanswered (
    module_id text not null primary key,
    since timestamptz not null
);

-- Links to the page, for people without an account. Only the code's hash is kept.
create table board_link (
    id uuid not null primary key,
    hash text not null unique,
    -- A name or a role, as whoever made it typed it.
    for_whom text not null,
    for_key text not null,
    -- The one innovation it shows; null for all of them.
    innovation_id uuid,
    made_by uuid not null,
    made_at timestamptz not null,
    until_on date not null,
    ended_at timestamptz,
    ended_by uuid,
    opened integer not null default 0,
    last_opened_at timestamptz
);
create index board_link_in_order on board_link (made_at, id);
create index board_link_for on board_link (for_key);

-- So that an installation that comes from before has something to show at once.
update institution_setting set value = '' where name = 'host.last-refresh';
