-- "withdrawn" is a tombstone: the id is never used again.

create table audience (
    id uuid not null primary key,
    innovation_id uuid not null,
    name text not null,
    search_key text not null,
    -- How much its word weighs, 1 to 5.
    power integer not null,
    -- Nothing happens without its yes.
    is_required boolean not null,
    -- What it is asked for.
    asks text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index audience_by_innovation on audience (innovation_id, withdrawn);
create index audience_by_search on audience (withdrawn, search_key, id);

create table champion_role (
    id uuid not null primary key,
    innovation_id uuid not null,
    -- Null once the person is forgotten: the role stays as part of the innovation's story.
    person_id uuid,
    -- Emergent or Appointed.
    kind text not null,
    -- Null where nobody said; 0 where there is none.
    hours_a_month double precision,
    backing text not null,
    deputy_id uuid,
    from_on date,
    until_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index champion_role_by_innovation on champion_role (innovation_id, withdrawn);
create index champion_role_by_person on champion_role (person_id, withdrawn);
create index champion_role_by_deputy on champion_role (deputy_id);
create index champion_role_by_end on champion_role (withdrawn, until_on);

create table champion_audience (
    role_id uuid not null references champion_role (id),
    audience_id uuid not null references audience (id),
    primary key (role_id, audience_id)
);

create table kit_message (
    id uuid not null primary key,
    innovation_id uuid not null,
    audience_id uuid references audience (id),
    words text not null,
    search_key text not null,
    evidence text not null,
    source text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index kit_message_by_innovation on kit_message (innovation_id, withdrawn);
create index kit_message_by_search on kit_message (withdrawn, search_key, id);

create table advocacy_act (
    id uuid not null primary key,
    innovation_id uuid not null,
    audience_id uuid references audience (id),
    message_id uuid references kit_message (id),
    said text not null,
    -- Talk, Meeting, Letter, Visit, Event, Media or Other.
    channel text not null,
    on_day date not null,
    evidence text not null,
    result text not null,
    recorded_by uuid not null,
    -- The note it was made of: a note heard twice makes one.
    note_id uuid unique,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index advocacy_act_by_innovation on advocacy_act (innovation_id, withdrawn, on_day);

create table act_champion (
    act_id uuid not null references advocacy_act (id),
    role_id uuid not null references champion_role (id),
    primary key (act_id, role_id)
);
create index act_champion_by_role on act_champion (role_id);

create table audience_position (
    id uuid not null primary key,
    innovation_id uuid not null,
    audience_id uuid not null references audience (id),
    -- -2 firmly against to 2 stands behind it.
    stance integer not null,
    on_day date not null,
    why text not null,
    -- The act whose effect it was.
    act_id uuid unique references advocacy_act (id),
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index audience_position_by_innovation on audience_position (innovation_id, withdrawn, on_day);

create table objection (
    id uuid not null primary key,
    innovation_id uuid not null,
    audience_id uuid references audience (id),
    words text not null,
    search_key text not null,
    raised_on date not null,
    raised_by uuid,
    answer text not null,
    answered_on date,
    -- Yes, Partly, No, or empty: whether the answer settled it.
    settled text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index objection_by_innovation on objection (innovation_id, withdrawn, raised_on);
create index objection_by_person on objection (raised_by);
create index objection_by_search on objection (withdrawn, search_key, id);
