-- Each sign-in, as the person sees and ends it. The cookie holds a secret; here stands its hash alone.
create table sign_in_session (
    id uuid not null primary key,
    account_id uuid not null references account (id),
    secret_hash text not null unique,
    method text not null,
    address text not null,
    browser text not null,
    started_at timestamptz not null,
    last_used_at timestamptz not null,
    ended_at timestamptz
);
create index sign_in_session_of_account on sign_in_session (account_id, started_at);
-- Each sign-in sweeps out what is long over; it must not read all the others for that.
create index sign_in_session_in_time on sign_in_session (started_at);

-- A guess at a password, for the name it was made at and for the address it came from; kept for five minutes.
create table sign_in_guess (
    id uuid not null primary key,
    subject text not null,
    made_at timestamptz not null
);
create index sign_in_guess_of_subject on sign_in_guess (subject, made_at);
create index sign_in_guess_in_time on sign_in_guess (made_at);
