-- Who did what to which record, when, from where. Only ever appended to; each row's seal covers the row before it.
create table audit (
    seq bigint not null primary key,
    at timestamptz not null,
    -- The account; all zeros for the console, null for somebody not signed in and for CoProd itself.
    who uuid,
    kind text not null,
    action text not null,
    module_id text not null,
    record_id uuid,
    innovation_id uuid,
    person_id uuid,
    outcome text not null,
    detail text not null,
    -- The words of audit_words: an address. The row holds no personal word itself.
    origin uuid,
    seal text not null
);
create index audit_by_time on audit (at, seq);
create index audit_by_who on audit (who, seq);
create index audit_by_record on audit (record_id, seq);
create index audit_by_innovation on audit (innovation_id, seq);
create index audit_by_person on audit (person_id, seq);
create index audit_by_kind on audit (kind, seq);

-- What is personal in the trail, apart from it: a row can be erased, and the trail still holds. Its id is made of salt and words under
-- the trail's key, so words that were changed are noticed, and words that were erased cannot be guessed from what is left.
create table audit_words (
    id uuid not null primary key,
    account_id uuid,
    salt text not null,
    words text not null,
    noted_at timestamptz not null
);
create index audit_words_by_account on audit_words (account_id);
create index audit_words_by_age on audit_words (noted_at);
