-- "withdrawn" is a tombstone: the id is never used again.

-- What the institution loaded: a pack, or a FHIR questionnaire. The packs that come along lie in the module.
create table instrument (
    id uuid not null primary key,
    instrument_key text not null,
    instrument_version text not null,
    -- Pack or Fhir.
    format text not null,
    source text not null,
    withdrawn boolean not null default false,
    recorded_at timestamptz not null,
    unique (instrument_key, instrument_version)
);

create table evaluation_round (
    id uuid not null primary key,
    innovation_id uuid not null,
    title text not null,
    search_key text not null,
    -- What the answers are for, told to those who answer.
    purpose text not null,
    instrument_key text not null,
    instrument_version text not null,
    -- The whole instrument as it is asked: what is loaded later changes nothing here.
    definition text not null,
    -- Filled in by the group together, as one answer: not anonymous, and it says so.
    together boolean not null,
    -- The fewest answers of a group of which anything is shown.
    floor integer not null,
    opened_on date not null,
    closes_on date,
    closed_on date,
    told_on date,
    told_how text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index evaluation_round_by_innovation on evaluation_round (innovation_id, withdrawn, opened_on);
create index evaluation_round_by_search on evaluation_round (withdrawn, search_key, id);

create table round_group (
    id uuid not null primary key,
    round_id uuid not null references evaluation_round (id),
    name text not null,
    -- Staff, CoProducers or Others.
    side text not null,
    place integer not null,
    -- What the group's link ends in. Kept as it is, so that a poster can be printed again: all it opens is a blank form.
    code text not null unique
);
create index round_group_by_round on round_group (round_id, place);

create table answer_sheet (
    -- Random: it tells no time, and no time of an answer is kept anywhere.
    id uuid not null primary key,
    round_id uuid not null references evaluation_round (id),
    group_id uuid not null references round_group (id),
    is_sent boolean not null,
    from_paper boolean not null,
    -- What the address of a half-filled answer ends in, as a hash; null once it is sent.
    key_hash text unique,
    answers text not null
);
create index answer_sheet_by_round on answer_sheet (round_id, is_sent, group_id);
create index answer_sheet_by_group on answer_sheet (group_id);

create table evaluation_action (
    id uuid not null primary key,
    innovation_id uuid not null,
    round_id uuid references evaluation_round (id),
    -- The domain it answers to, by its id in the round's instrument; empty for none.
    domain text not null,
    -- What the answers said.
    finding text not null,
    what text not null,
    search_key text not null,
    owner_id uuid,
    due_on date,
    done_on date,
    -- What is different now.
    changed text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index evaluation_action_by_innovation on evaluation_action (innovation_id, withdrawn);
create index evaluation_action_by_owner on evaluation_action (owner_id);
create index evaluation_action_by_round on evaluation_action (round_id);
create index evaluation_action_by_search on evaluation_action (withdrawn, search_key, id);

create table indicator (
    id uuid not null primary key,
    innovation_id uuid not null,
    name text not null,
    search_key text not null,
    unit text not null,
    baseline double precision,
    target double precision,
    -- Higher or Lower.
    better text not null,
    source text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index indicator_by_innovation on indicator (innovation_id, withdrawn);
create index indicator_by_search on indicator (withdrawn, search_key, id);

create table measure (
    id uuid not null primary key,
    innovation_id uuid not null,
    indicator_id uuid not null references indicator (id),
    on_day date not null,
    amount double precision not null,
    note text not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index measure_by_innovation on measure (innovation_id, withdrawn);
create index measure_by_indicator on measure (indicator_id, withdrawn, on_day);

-- Something was seen to change: what the innovation had to do with it, and what speaks against that.
create table claim (
    id uuid not null primary key,
    innovation_id uuid not null,
    outcome text not null,
    search_key text not null,
    contribution text not null,
    counter_evidence text not null,
    seen_on date not null,
    -- The note it was made of: a note heard twice makes one.
    note_id uuid unique,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index claim_by_innovation on claim (innovation_id, withdrawn, seen_on);
create index claim_by_search on claim (withdrawn, search_key, id);
