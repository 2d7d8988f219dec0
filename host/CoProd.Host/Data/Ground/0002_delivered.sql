-- Events that were handled by a version which may still be taken back: going back takes the subscriber's data back too, and
-- then it has to hear them again.

create table host_delivered (
    id uuid not null primary key,
    event_id uuid not null,
    subscriber text not null,
    type text not null,
    body text not null,
    published_at timestamptz not null,
    handled_by text not null
);
create index host_delivered_by_subscriber on host_delivered (subscriber, handled_by);
