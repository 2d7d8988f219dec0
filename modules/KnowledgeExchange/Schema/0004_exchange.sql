create table knowledge_exchange (
    id uuid not null primary key,
    innovation_id uuid not null,
    from_group text not null,
    to_group text not null,
    what text not null,
    why text not null,
    -- Talk, Meeting, Visit, Paper, Film, Online or Other.
    format text not null,
    language text not null,
    access text not null,
    on_day date not null,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_exchange_by_innovation on knowledge_exchange (innovation_id, withdrawn, on_day);

create table knowledge_product (
    id uuid not null primary key,
    innovation_id uuid not null,
    name text not null,
    -- The group it is for; everybody, where it is public.
    for_group text not null,
    is_public boolean not null,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_product_by_innovation on knowledge_product (innovation_id, withdrawn);

create table knowledge_version (
    id uuid not null primary key,
    innovation_id uuid not null,
    product_id uuid not null references knowledge_product (id),
    label text not null,
    changes text not null,
    -- EasyRead, LargePrint, Audio, SignedFilm, Subtitles, Braille and Translated, with commas.
    formats text not null,
    language text not null,
    -- Its text, for how easily it reads; empty where it was not given.
    body text not null,
    on_day date not null,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_version_by_product on knowledge_version (product_id, on_day);

create table knowledge_use (
    id uuid not null primary key,
    innovation_id uuid not null,
    product_id uuid not null references knowledge_product (id),
    -- Instrumental, Conceptual or Symbolic.
    kind text not null,
    by_group text not null,
    words text not null,
    on_day date not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_use_by_product on knowledge_use (product_id, on_day);

create table knowledge_question (
    id uuid not null primary key,
    innovation_id uuid not null,
    words text not null,
    from_group text not null,
    -- Who asked, where they want to be told.
    person_id uuid,
    owed_by text not null,
    asked_on date not null,
    answer text not null,
    answered_on date,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_question_by_innovation on knowledge_question (innovation_id, withdrawn);
create index knowledge_question_by_person on knowledge_question (person_id, withdrawn);

create table knowledge_term (
    id uuid not null primary key,
    innovation_id uuid not null,
    word text not null,
    word_key text not null,
    -- What all agreed it means; empty while they have not.
    agreed text not null,
    recorded_by uuid not null,
    withdrawn boolean not null default false,
    version integer not null default 1,
    recorded_at timestamptz not null,
    changed_at timestamptz not null
);
create index knowledge_term_by_innovation on knowledge_term (innovation_id, withdrawn, word_key);

-- What a group means by a word.
create table knowledge_meaning (
    term_id uuid not null references knowledge_term (id),
    nr integer not null,
    by_group text not null,
    meaning text not null,
    primary key (term_id, nr)
);
