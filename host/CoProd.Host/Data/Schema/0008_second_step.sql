-- The second step of signing in. The key of somebody's phone is sealed with the keys of this installation (protection_key).
create table second_step (
    account_id uuid not null primary key references account (id),
    sealed_key text not null,
    -- The half minute of the last code that was taken: a code is taken once.
    last_used bigint not null,
    recovery_salt text not null,
    started_at timestamptz not null
);

create table recovery_code (
    account_id uuid not null references account (id),
    hash text not null,
    used_at timestamptz,
    primary key (account_id, hash)
);

-- Roles whose people sign in with a second step.
create table second_step_role (
    role text not null primary key
);

-- What happened to an account, as its owner is told.
create table account_event (
    id uuid not null primary key,
    account_id uuid not null references account (id),
    kind text not null,
    -- Who did it, where it was somebody else; the empty id is the console.
    by_id uuid,
    happened_at timestamptz not null,
    told_at timestamptz
);
create index account_event_of_account on account_event (account_id, happened_at);

-- Who signs in with the institution's own sign-in: known by its issuer and their subject there, never by an address.
create table account_login (
    issuer text not null,
    subject text not null,
    account_id uuid not null references account (id),
    linked_at timestamptz not null,
    primary key (issuer, subject)
);
create index account_login_of_account on account_login (account_id);
