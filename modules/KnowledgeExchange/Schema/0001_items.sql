-- "withdrawn" is a tombstone: the id is never used again.

create table knowledge_item (
    id uuid not null primary key,
    innovation_id uuid not null,
    -- What they said, in their words; empty once the words were removed.
    statement text not null,
    -- NotSaid, Lived, Local, Practice, Research or Data.
    source text not null,
    -- Whose knowledge it is; null where it is nobody's alone, or once the person is forgotten.
    person_id uuid,
    -- The group of people they speak from, for example parents.
    from_group text not null,
    place text not null,
    place_key text not null,
    topic text not null,
    heard_on date not null,
    -- NotAsked, Team, Innovation, Institution, Public or TakenBack: who may read it.
    consent text not null,
    consent_until date,
    is_sensitive boolean not null,
    -- Nobody, Group, AsTheySay or Name: how they want to be named.
    attribution text not null,
    attributed_as text not null,
    -- NotSaid, One, Several or Agreed.
    agreement text not null,
    recorded_by uuid not null,
    -- The note it was made of: a note heard twice makes one.
    note_id uuid unique,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_item_by_innovation on knowledge_item (innovation_id, withdrawn, heard_on, id);
create index knowledge_item_by_person on knowledge_item (person_id, withdrawn);
create index knowledge_item_by_place on knowledge_item (withdrawn, place_key, id);

create table knowledge_contest (
    id uuid not null primary key,
    innovation_id uuid not null,
    item_id uuid not null references knowledge_item (id),
    -- How somebody sees it differently.
    words text not null,
    person_id uuid,
    on_day date not null,
    -- What came of talking about it; both may stay as they are.
    outcome text not null,
    settled_on date,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_contest_by_innovation on knowledge_contest (innovation_id, withdrawn);
create index knowledge_contest_by_item on knowledge_contest (item_id, withdrawn);
create index knowledge_contest_by_person on knowledge_contest (person_id);
