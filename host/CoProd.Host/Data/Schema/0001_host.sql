create table account (
    id uuid not null primary key,
    user_name text not null,
    user_name_key text not null unique,
    display_name text not null,
    role text not null,
    person_id uuid,
    password_hash text,
    security_stamp text not null,
    failed_count integer not null default 0,
    locked_until timestamptz,
    disabled boolean not null default false,
    created_at timestamptz not null
);

create table api_token (
    id uuid not null primary key,
    account_id uuid not null references account (id),
    hash text not null unique,
    name text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked boolean not null default false
);

create table setup_code (
    hash text not null primary key,
    created_at timestamptz not null,
    used_at timestamptz
);

create table protection_key (
    name text not null primary key,
    xml text not null
);

create table institution_setting (
    name text not null primary key,
    value text not null,
    changed_at timestamptz not null
);

create table module_state (
    module_id text not null primary key,
    version text not null,
    state text not null,
    reason text,
    noted_at timestamptz not null
);

create table module_switch (
    module_id text not null primary key,
    -- By an administrator; otherwise because the process died of it.
    by_hand boolean not null,
    version text not null,
    reason text not null,
    switched_at timestamptz not null
);

create table module_feed (
    address text not null primary key,
    added_at timestamptz not null
);

-- Publishers' keys, each pinned to the beginning of the names it may sign.
create table module_trust (
    prefix text not null,
    fingerprint text not null,
    public_key text not null,
    trusted_at timestamptz not null,
    primary key (prefix, fingerprint)
);

-- What a module did when the process died: the same again soon after sets it aside.
create table module_strike (
    module_id text not null primary key,
    what text not null,
    struck_at timestamptz not null
);

create table module_hears (
    module_id text not null,
    event_type text not null,
    primary key (module_id, event_type)
);

create table warning (
    module_id text not null,
    innovation_id uuid not null,
    rule text not null,
    key text not null,
    severity integer not null,
    fact text not null,
    why text not null,
    next_step text not null,
    next_step_path text not null,
    due date,
    person_id uuid,
    permission text not null,
    next_step_permission text not null,
    raised_at timestamptz not null,
    -- Nearest first: due dates sort as they are, what has no date comes after everything that has one.
    sort_key text not null,
    snoozed_until date,
    snooze_reason text,
    primary key (innovation_id, rule, key)
);
create index warning_in_order on warning (sort_key, innovation_id);
create index warning_of_innovation on warning (innovation_id, sort_key);

create table practice (
    innovation_id uuid not null,
    practice_row text not null,
    module_id text not null,
    state text not null,
    evidence text not null,
    path text not null,
    primary key (innovation_id, practice_row)
);

create table timeline (
    module_id text not null,
    innovation_id uuid not null,
    key text not null,
    starts_on date not null,
    ends_on date,
    what text not null,
    path text not null,
    icon text not null,
    permission text not null,
    primary key (innovation_id, module_id, key)
);
create index timeline_in_order on timeline (innovation_id, starts_on, key);
create index timeline_near on timeline (starts_on);

create table import_run (
    id uuid not null primary key,
    importer text not null,
    file_name text not null,
    file_path text not null,
    account_id uuid not null,
    state text not null,
    done integer not null default 0,
    total integer not null default 0,
    report text,
    started_at timestamptz not null
);
