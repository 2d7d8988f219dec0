-- Passkeys: each opens its account instead of a password and a code. Only public keys stand here; the other half never leaves the device.
create table passkey (
    id uuid not null primary key,
    account_id uuid not null references account (id),
    -- As the device named it (base64url). No two devices ever give the same.
    credential text not null unique,
    public_key text not null,
    -- How often the device says that it signed. A number that does not grow comes from a copy.
    sign_count bigint not null,
    transports text not null,
    backup_eligible boolean not null,
    backed_up boolean not null,
    name text not null,
    made_at timestamptz not null,
    last_used_at timestamptz
);
create index passkey_of_account on passkey (account_id, made_at);

-- What a browser was asked and did not answer yet: for a few minutes, once, for the browser whose cookie has the secret.
create table passkey_ceremony (
    hash text not null primary key,
    -- Whose passkey is being made; none where somebody signs in.
    account_id uuid references account (id),
    state text not null,
    begun_from text not null,
    expires_at timestamptz not null
);
create index passkey_ceremony_in_time on passkey_ceremony (expires_at);
