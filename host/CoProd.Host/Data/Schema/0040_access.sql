-- Roles of the institution's own: each begins as one of the four and says where it differs.
create table own_role (
    id uuid not null primary key,
    name text not null,
    name_key text not null unique,
    based_on text not null,
    sees_all boolean not null,
    changed_at timestamptz not null
);

-- Where a role, one of the four (by its name) or an own one (by its id), differs from what the modules declared.
create table role_permission (
    role text not null,
    permission text not null,
    held boolean not null,
    primary key (role, permission)
);

-- Counts the changes of both: whoever keeps them in memory sees by it that they changed.
create table role_change (
    id integer not null primary key,
    changes bigint not null
);
insert into role_change (id, changes) values (1, 0);

alter table account add column own_role_id uuid references own_role (id);

-- Who was given access to an innovation, beside those who take part in it and those whose role sees all.
create table innovation_access (
    account_id uuid not null references account (id),
    innovation_id uuid not null,
    -- 1 viewer, 2 contributor, 3 coordinator, 4 owner.
    level integer not null,
    given_by uuid,
    given_at timestamptz not null,
    primary key (account_id, innovation_id)
);
create index innovation_access_of_innovation on innovation_access (innovation_id, account_id);
