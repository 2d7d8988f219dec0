-- Whether the account was made for this login: then its role follows the groups there, and no password is mailed to it.
alter table account_login add column made_account boolean not null default false;
