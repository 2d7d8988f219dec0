-- An archive that was brought. It is written down whole before anything is taken in, so that a killed import is carried on.
create table innovation_arrival (
    id uuid not null primary key,
    innovation_id uuid not null,
    sender text not null,
    fingerprint text not null,
    is_trusted boolean not null,
    made_at timestamptz not null,
    arrived_at timestamptz not null,
    manifest text not null,
    story text not null
);
create index innovation_arrival_of on innovation_arrival (innovation_id, arrived_at);

-- A module's part of it. Its records stay here until the module has taken them in, however late it is installed.
create table innovation_part (
    arrival_id uuid not null references innovation_arrival (id),
    module_id text not null,
    records text,
    -- Why it was not taken in yet; null while it is about to be.
    waits_for text,
    taken_at timestamptz,
    primary key (arrival_id, module_id)
);

-- Whose archives count as known. They come in without it too, and say so.
create table archive_trust (
    fingerprint text not null primary key,
    name text not null,
    public_key text not null,
    trusted_at timestamptz not null
);
