-- Money is whole minor units with its currency. "withdrawn" is a tombstone: the id is never used again.

create table award (
    id uuid not null primary key,
    innovation_id uuid not null,
    funder text not null,
    funder_org_id text not null,
    title text not null,
    description text not null,
    -- Funder and title, folded, for searching and sorting.
    search_key text not null,
    amount_minor bigint not null,
    currency text not null,
    awarded_on date,
    starts_on date,
    ends_on date,
    is_lump boolean not null,
    restricted_to text not null,
    programme text not null,
    recipient_org_id text not null,
    recipient_name text not null,
    -- The grant's id in the 360Giving standard; null for one recorded here.
    external_id text unique,
    -- The bid that brought it: a bid won twice makes one award.
    bid_id uuid unique,
    -- Here or Imported.
    source text not null,
    edited_by_hand boolean not null default false,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index award_by_innovation on award (innovation_id, withdrawn, starts_on);
create index award_by_end on award (withdrawn, ends_on);
create index award_by_search on award (withdrawn, search_key, id);

create table bid (
    id uuid not null primary key,
    innovation_id uuid not null,
    funder text not null,
    funder_kind text not null,
    title text not null,
    search_key text not null,
    amount_minor bigint not null,
    currency text not null,
    -- Idea, Drafting, Submitted, Won, Lost or Withdrawn.
    stage text not null,
    -- Unlikely, Even or Likely; an exact probability, where somebody gave one, comes before the word.
    odds text not null,
    probability double precision,
    -- The probability that stood when it was decided, so that a later change of the words' scale does not rewrite history.
    said double precision,
    deadline date,
    decision_due date,
    decided_on date,
    starts_on date,
    ends_on date,
    is_lump boolean not null,
    effort_hours double precision,
    coauthors text not null,
    restricted_to text not null,
    renewal_of uuid,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index bid_by_innovation on bid (innovation_id, withdrawn, stage);
create index bid_by_stage on bid (withdrawn, stage, decision_due, id);
create index bid_by_search on bid (withdrawn, search_key, id);

create table bid_budget_line (
    id uuid not null primary key,
    bid_id uuid not null references bid (id),
    innovation_id uuid not null,
    label text not null,
    amount_minor bigint not null,
    currency text not null,
    is_co_production boolean not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index bid_budget_line_by_innovation on bid_budget_line (innovation_id, withdrawn, bid_id);

create table cost_line (
    id uuid not null primary key,
    innovation_id uuid not null,
    label text not null,
    amount_minor bigint not null,
    currency text not null,
    -- Once, Monthly or Spread.
    timing text not null,
    from_on date not null,
    to_on date,
    keep_alive boolean not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index cost_line_by_innovation on cost_line (innovation_id, withdrawn);

create table reserve (
    id uuid not null primary key,
    innovation_id uuid not null,
    currency text not null,
    amount_minor bigint not null,
    as_of date not null,
    version integer not null default 1,
    changed_at timestamptz not null,
    unique (innovation_id, currency)
);

create table resource (
    id uuid not null primary key,
    innovation_id uuid not null,
    -- Money, Time, Space, Skill, Kit, Data or InKind.
    kind text not null,
    is_need boolean not null,
    label text not null,
    amount double precision,
    unit text not null,
    from_on date,
    to_on date,
    -- The amount is for the whole span, not for each month of it.
    is_whole boolean not null,
    -- The note it was made of, and which part of that note: a note heard twice makes one.
    note_id uuid,
    note_part text,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null,
    unique (note_id, note_part)
);
create index resource_by_innovation on resource (innovation_id, withdrawn);

create table funder_report (
    id uuid not null primary key,
    innovation_id uuid not null,
    funder text not null,
    title text not null,
    due_on date not null,
    sent_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index funder_report_by_innovation on funder_report (innovation_id, withdrawn, due_on);
create index funder_report_by_due on funder_report (withdrawn, due_on, id);

create table opportunity (
    id uuid not null primary key,
    innovation_id uuid not null,
    funder text not null,
    title text not null,
    fit text not null,
    deadline date,
    ask_minor bigint,
    currency text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index opportunity_by_innovation on opportunity (innovation_id, withdrawn, deadline);
create index opportunity_by_deadline on opportunity (withdrawn, deadline, id);
