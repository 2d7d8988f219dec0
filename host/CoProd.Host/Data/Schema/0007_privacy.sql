-- What an erasure removed and kept, without a word about whom.
create table erasure_receipt (
    person_id uuid not null primary key,
    at timestamptz not null,
    receipt text not null
);

-- An erasure under way: what has to be looked for in everybody's texts, so that one cut short can be finished. Gone when it is done.
create table erasure_under_way (
    person_id uuid not null primary key,
    words text not null,
    begun_at timestamptz not null
);
