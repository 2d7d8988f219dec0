-- On a sign-in sheet each may have given other hours than the rest; null means the note's own.
alter table note_person add column hours double precision;
