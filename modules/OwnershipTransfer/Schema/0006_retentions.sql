-- What the giver keeps after a handover, why and until when. It is part of what both sides confirm.
create table handover_retention (
    id uuid not null primary key,
    innovation_id uuid not null,
    handover_id uuid not null references handover (id),
    what text not null,
    -- Law, Agreement or Consent.
    reason text not null,
    -- Which law, which clause, whose consent.
    basis text not null,
    -- Null where a law names no day.
    until_on date,
    -- What is done with it then: Deleted, Given or Archived.
    afterwards text not null,
    done_on date,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index handover_retention_by_innovation on handover_retention (innovation_id, withdrawn, until_on);
create index handover_retention_by_handover on handover_retention (handover_id);
