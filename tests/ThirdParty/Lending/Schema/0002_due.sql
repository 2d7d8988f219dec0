alter table loan add column due_on date;
