alter table account add column email text;
-- Whether a mail comes in the morning when something needs them. Only who asked for it gets it.
alter table account add column wants_digest boolean not null default false;

-- A way in that works once: an invitation, another password, an address to confirm. The code itself is not kept, and a mail's is made
-- at the moment it leaves: until then there is no hash either.
create table way_in (
    id uuid not null primary key,
    account_id uuid not null references account (id),
    kind text not null,
    hash text unique,
    email text,
    made_by uuid,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index way_in_of_account on way_in (account_id, made_at);

-- What is to leave, and what left. No words stand here and no address: a mail is written when it leaves.
create table mail (
    id uuid not null primary key,
    -- Two with one key are one mail, whatever a clock or a kill does.
    once_key text not null unique,
    kind text not null,
    account_id uuid not null references account (id),
    -- The way in, or the event, it tells of.
    subject_id uuid,
    -- Of a digest: the day it is for.
    on_day date,
    state text not null,
    attempts integer not null default 0,
    last_error text,
    queued_at timestamptz not null,
    next_try_at timestamptz not null,
    ended_at timestamptz
);
create index mail_in_order on mail (state, next_try_at);
create index account_by_email on account (lower(email));
create index mail_in_time on mail (queued_at);
