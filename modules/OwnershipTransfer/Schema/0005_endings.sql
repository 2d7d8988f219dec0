-- A day on which the rights go back by themselves, where the agreement says so.
alter table handover add column reverts_on date;

-- How a side would have a handover end, and what the other said to it. Kept as it was, also where nothing came of it.
create table handover_ending (
    id uuid not null primary key,
    innovation_id uuid not null,
    handover_id uuid not null references handover (id),
    -- Finished or Reverted.
    kind text not null,
    on_day date not null,
    why text not null,
    -- What was agreed that would make the rights go back, as it stood then.
    agreed_trigger text not null,
    -- What was not done yet when it was proposed, a line each.
    not_done text not null,
    party_id uuid not null references ownership_party (id),
    person_id uuid,
    proposed_by uuid not null,
    proposed_on date not null,
    -- Open, Confirmed or Declined.
    answer text not null,
    answer_words text not null default '',
    answered_on date,
    answered_person_id uuid,
    recorded_at timestamptz not null
);
create index handover_ending_by_innovation on handover_ending (innovation_id);
create index handover_ending_by_handover on handover_ending (handover_id);
create index handover_ending_by_person on handover_ending (person_id);
create index handover_ending_by_answerer on handover_ending (answered_person_id);
