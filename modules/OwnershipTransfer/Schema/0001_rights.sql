-- "withdrawn" is a tombstone: the id is never used again.

create table ownership_party (
    id uuid not null primary key,
    innovation_id uuid not null,
    name text not null,
    search_key text not null,
    -- Community, Institution or Other.
    side text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index ownership_party_by_innovation on ownership_party (innovation_id, withdrawn);
create index ownership_party_by_search on ownership_party (withdrawn, search_key, id);

-- Who speaks for a party: they may refuse, rehearse and agree for it.
create table ownership_speaker (
    party_id uuid not null references ownership_party (id),
    person_id uuid not null,
    primary key (party_id, person_id)
);
create index ownership_speaker_by_person on ownership_speaker (person_id);

create table right_holding (
    id uuid not null primary key,
    innovation_id uuid not null,
    -- Decide, Spend, Adapt, Stop, Name, IntellectualProperty, DataControl, Title, Employ or Represent.
    right_kind text not null,
    party_id uuid not null references ownership_party (id),
    -- Per cent; 0 only beside a veto.
    share integer not null,
    -- Can overrule whoever else holds it.
    has_veto boolean not null,
    from_on date not null,
    -- The last day, that day included.
    until_on date,
    note text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index right_holding_by_innovation on right_holding (innovation_id, withdrawn, from_on);
create index right_holding_by_party on right_holding (party_id);
