create table innovation (
    id uuid not null primary key,
    name text not null,
    name_key text not null,
    purpose text not null,
    started_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index innovation_by_name on innovation (withdrawn, name_key, id);

create table locality (
    id uuid not null primary key,
    name text not null,
    name_key text not null unique
);

create table person (
    id uuid not null primary key,
    name text not null,
    name_key text not null,
    role_label text not null,
    email text not null,
    phone text not null,
    contact_wish text not null,
    locality_id uuid references locality (id),
    -- Open, Paused, NoContact, Bereaved or Died: whatever is not Open stops every contact at once.
    contact_state text not null default 'Open',
    contact_until date,
    contact_said_on date,
    withdrawn boolean not null default false,
    merged_into uuid references person (id),
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index person_by_name on person (withdrawn, name_key, id);

create table community_group (
    id uuid not null primary key,
    name text not null,
    name_key text not null,
    -- Organisation, CommunityGroup, Network or Team.
    kind text not null,
    purpose text not null,
    legal_form text not null,
    founded_on date,
    website text not null,
    contact_route text not null,
    languages text not null,
    postcode text not null,
    locality_id uuid references locality (id),
    withdrawn boolean not null default false,
    merged_into uuid references community_group (id),
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index community_group_by_name on community_group (withdrawn, name_key, id);

create table group_identifier (
    -- An org-id.guide identifier such as GB-CHC-327114, or the id a file uses.
    identifier text not null primary key,
    group_id uuid not null references community_group (id)
);
create index group_identifier_by_group on group_identifier (group_id);

-- What a file last said of a group: a field that differs from it was edited by hand, and is kept when the file comes again.
create table group_import (
    source_key text not null primary key,
    group_id uuid not null references community_group (id),
    said text not null
);
create index group_import_by_group on group_import (group_id);

-- The innovation that carries the awards of a group met in a file.
create table group_innovation (
    group_id uuid not null primary key references community_group (id),
    innovation_id uuid not null references innovation (id)
);

create table stakeholder_group (
    id uuid not null primary key,
    name text not null,
    name_key text not null unique
);

create table person_stakeholder_group (
    person_id uuid not null references person (id),
    stakeholder_group_id uuid not null references stakeholder_group (id),
    primary key (person_id, stakeholder_group_id)
);

create table membership (
    id uuid not null primary key,
    group_id uuid not null references community_group (id),
    person_id uuid not null references person (id),
    role text not null,
    from_on date,
    until_on date,
    withdrawn boolean not null default false,
    recorded_at timestamptz not null
);
create index membership_by_group on membership (group_id, withdrawn);
create index membership_by_person on membership (person_id, withdrawn);

-- Who takes part in an innovation: people see what they take part in.
create table participation (
    innovation_id uuid not null references innovation (id),
    person_id uuid not null references person (id),
    role text not null,
    from_on date,
    until_on date,
    recorded_at timestamptz not null,
    primary key (innovation_id, person_id)
);
create index participation_by_person on participation (person_id);

create table group_link (
    innovation_id uuid not null references innovation (id),
    group_id uuid not null references community_group (id),
    role text not null,
    recorded_at timestamptz not null,
    primary key (innovation_id, group_id)
);
create index group_link_by_group on group_link (group_id);

create table tie (
    id uuid not null primary key,
    from_person_id uuid references person (id),
    from_group_id uuid references community_group (id),
    to_person_id uuid references person (id),
    to_group_id uuid references community_group (id),
    -- Bonding, Bridging or Linking.
    kind text not null,
    -- 1 awareness, 2 cooperation, 3 coordination, 4 integration.
    intensity integer not null,
    since_on date,
    note text not null,
    withdrawn boolean not null default false,
    recorded_at timestamptz not null
);
create index tie_from_person on tie (from_person_id);
create index tie_to_person on tie (to_person_id);
create index tie_from_group on tie (from_group_id);
create index tie_to_group on tie (to_group_id);

create table consent (
    id uuid not null primary key,
    person_id uuid not null references person (id),
    scope text not null,
    purpose text not null,
    given_on date not null,
    until_on date,
    withdrawn_on date,
    how text not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null
);
create index consent_by_person on consent (person_id, scope);

create table note (
    id uuid not null primary key,
    innovation_id uuid not null references innovation (id),
    words text not null,
    happened_on date not null,
    hours double precision,
    ticks text not null,
    written_by uuid not null,
    undone boolean not null default false,
    recorded_at timestamptz not null
);
create index note_by_innovation on note (innovation_id, happened_on, id);
create index note_by_undone on note (undone, recorded_at);
create index note_by_writer on note (written_by, id);

create table note_person (
    note_id uuid not null references note (id),
    person_id uuid not null references person (id),
    primary key (note_id, person_id)
);
create index note_person_by_person on note_person (person_id);
