create table loan (
    id uuid not null primary key,
    innovation_id uuid not null,
    thing text not null,
    borrower text not null,
    lent_on date not null,
    returned_on date
);
create index loan_by_innovation on loan (innovation_id, returned_on, lent_on);
