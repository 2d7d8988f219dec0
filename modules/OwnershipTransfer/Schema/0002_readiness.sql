-- What has to be done for it, and who carries it.
create table ownership_obligation (
    id uuid not null primary key,
    innovation_id uuid not null,
    what text not null,
    search_key text not null,
    -- Null while nobody carries it.
    party_id uuid references ownership_party (id),
    -- Who does it there; null when not told, or once the person is forgotten.
    person_id uuid,
    -- 1 light, 2 usual, 3 heavy.
    weight integer not null,
    from_on date not null,
    until_on date,
    note text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index ownership_obligation_by_innovation on ownership_obligation (innovation_id, withdrawn, from_on);
create index ownership_obligation_by_party on ownership_obligation (party_id);
create index ownership_obligation_by_person on ownership_obligation (person_id);
create index ownership_obligation_by_search on ownership_obligation (withdrawn, search_key, id);

create table readiness_item (
    id uuid not null primary key,
    innovation_id uuid not null,
    -- People, Governance, Money, Knowledge, Legal, Data or Demand.
    domain text not null,
    what text not null,
    search_key text not null,
    is_mandatory boolean not null,
    -- 0 nothing yet to 4 tried out; null while nobody has looked.
    level integer,
    evidence text not null,
    looked_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index readiness_item_by_innovation on readiness_item (innovation_id, withdrawn);
create index readiness_item_by_search on readiness_item (withdrawn, search_key, id);
