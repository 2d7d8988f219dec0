-- How each job of a module ended when it last ran: the console looks at it from another process, and a start forgets nothing.
create table job_run (
    module_id text not null,
    job text not null,
    ended_at timestamptz not null,
    -- In a row; 0 when the last run went well.
    failures integer not null,
    error text,
    primary key (module_id, job)
);
