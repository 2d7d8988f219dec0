-- A card with a code, for somebody without an account. Only the code's hash is kept.
create table card (
    id uuid not null primary key,
    person_id uuid not null references person (id),
    code_hash text not null unique,
    given_on date not null,
    until_on date not null,
    ended_on date,
    last_used_on date,
    given_by uuid not null,
    recorded_at timestamptz not null
);
create index card_by_person on card (person_id);

-- What somebody told by their card. It waits until a worker has seen to it.
create table card_word (
    id uuid not null primary key,
    person_id uuid not null references person (id),
    -- Pause, Did or Ring.
    kind text not null,
    words text not null,
    told_at timestamptz not null,
    seen_at timestamptz,
    seen_by uuid
);
create index card_word_waiting on card_word (seen_at, told_at);
create index card_word_by_person on card_word (person_id);
