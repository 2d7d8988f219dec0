create table handover (
    id uuid not null primary key,
    innovation_id uuid not null,
    name text not null,
    search_key text not null,
    giver_id uuid not null references ownership_party (id),
    receiver_id uuid not null references ownership_party (id),
    drafted_on date not null,
    -- Both run it side by side.
    dual_from date,
    dual_until date,
    -- The giver still helps until then, and how.
    tail_until date,
    tail_support text not null,
    -- What would make the rights go back.
    reversion_trigger text not null,
    moves_data boolean not null,
    -- One of the six bases of article 6, or empty.
    data_basis text not null,
    -- Grows with each change of what is agreed on; a confirmation counts for the terms it was given for.
    terms integer not null default 1,
    ended_on date,
    ended_why text not null default '',
    has_reverted boolean not null default false,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index handover_by_innovation on handover (innovation_id, withdrawn);
create index handover_by_tail on handover (withdrawn, tail_until);
create index handover_by_search on handover (withdrawn, search_key, id);

create table handover_right (
    id uuid not null primary key,
    innovation_id uuid not null,
    handover_id uuid not null references handover (id),
    right_kind text not null,
    -- Per cent that the receiver then holds.
    share integer not null,
    keeps_veto boolean not null,
    planned_on date not null,
    -- The day from which the receiver holds it.
    held_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index handover_right_by_innovation on handover_right (innovation_id, withdrawn);
create index handover_right_by_handover on handover_right (handover_id);

create table handover_obligation (
    handover_id uuid not null references handover (id),
    obligation_id uuid not null references ownership_obligation (id),
    -- Open, Accepted or Refused.
    answer text not null,
    reason text not null,
    answered_on date,
    answered_by uuid,
    -- The day from which the receiver carries it.
    passed_on date,
    primary key (handover_id, obligation_id)
);
create index handover_obligation_by_obligation on handover_obligation (obligation_id);
create index handover_obligation_by_person on handover_obligation (answered_by);

create table handover_stage (
    id uuid not null primary key,
    innovation_id uuid not null,
    handover_id uuid not null references handover (id),
    what text not null,
    due_on date not null,
    done_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index handover_stage_by_innovation on handover_stage (innovation_id, withdrawn, due_on);
create index handover_stage_by_handover on handover_stage (handover_id);

create table handover_rehearsal (
    id uuid not null primary key,
    innovation_id uuid not null,
    right_id uuid not null references handover_right (id),
    -- Watch, Share or Hold.
    step text not null,
    on_day date not null,
    words text not null,
    went_well boolean not null,
    person_id uuid,
    recorded_at timestamptz not null
);
create index handover_rehearsal_by_innovation on handover_rehearsal (innovation_id);
create index handover_rehearsal_by_right on handover_rehearsal (right_id);
create index handover_rehearsal_by_person on handover_rehearsal (person_id);

-- What each side confirmed, word for word as it stood.
create table handover_confirmation (
    id uuid not null primary key,
    innovation_id uuid not null,
    handover_id uuid not null references handover (id),
    party_id uuid not null references ownership_party (id),
    person_id uuid,
    confirmed_by uuid not null,
    terms integer not null,
    words text not null,
    confirmed_on date not null,
    recorded_at timestamptz not null
);
create unique index handover_confirmation_once on handover_confirmation (handover_id, party_id, terms);
create index handover_confirmation_by_innovation on handover_confirmation (innovation_id);
create index handover_confirmation_by_person on handover_confirmation (person_id);

alter table right_holding add column handover_id uuid;
