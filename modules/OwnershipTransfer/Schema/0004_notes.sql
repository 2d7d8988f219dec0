-- The note an obligation was made of: a note heard twice makes one.
alter table ownership_obligation add column note_id uuid;
create unique index ownership_obligation_by_note on ownership_obligation (note_id);
