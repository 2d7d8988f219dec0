create table knowledge_decision (
    id uuid not null primary key,
    innovation_id uuid not null,
    question text not null,
    search_key text not null,
    -- Null while it is open.
    decided_on date,
    outcome text not null,
    decided_by text not null,
    -- It was settled before people were asked, as somebody says themselves.
    was_settled_before boolean not null,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_decision_by_innovation on knowledge_decision (innovation_id, withdrawn);
create index knowledge_decision_by_search on knowledge_decision (withdrawn, search_key, id);

create table knowledge_option (
    decision_id uuid not null references knowledge_decision (id),
    nr integer not null,
    words text not null,
    primary key (decision_id, nr)
);

-- What became of something that somebody knows, in a decision.
create table knowledge_link (
    id uuid not null primary key,
    innovation_id uuid not null,
    item_id uuid not null references knowledge_item (id),
    decision_id uuid not null references knowledge_decision (id),
    -- Adopted, Adapted, NotAdopted or Parked.
    effect text not null,
    reason text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null,
    unique (item_id, decision_id)
);
create index knowledge_link_by_innovation on knowledge_link (innovation_id, withdrawn);
create index knowledge_link_by_decision on knowledge_link (decision_id);

-- What those whose knowledge it was were told.
create table knowledge_reply (
    id uuid not null primary key,
    innovation_id uuid not null,
    item_id uuid not null references knowledge_item (id),
    link_id uuid references knowledge_link (id),
    words text not null,
    -- Talk, Letter, Meeting, Here or Other.
    channel text not null,
    on_day date not null,
    -- Yes, Partly, No, or empty: whether it made sense to them, as they say themselves.
    understood text not null,
    understood_on date,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_reply_by_innovation on knowledge_reply (innovation_id, withdrawn);
create index knowledge_reply_by_item on knowledge_reply (item_id, withdrawn);
create index knowledge_reply_by_link on knowledge_reply (link_id);
