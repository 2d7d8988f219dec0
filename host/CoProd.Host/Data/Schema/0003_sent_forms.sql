create table sent_form (
    id uuid not null primary key,
    fingerprint text not null,
    sent_at timestamptz not null
);

create index sent_form_by_age on sent_form (sent_at);
