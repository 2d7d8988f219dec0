-- The words to look for, folded. A number of its own ties them to the index: a row's hidden number may change when the file is compacted.
create table knowledge_text (
    nr integer not null primary key,
    item_id uuid not null unique references knowledge_item (id),
    words text not null
);

create virtual table knowledge_words using fts5 (words, content='knowledge_text', content_rowid='nr', tokenize='unicode61');

-- What was removed is removed from the index too, not only passed over.
insert into knowledge_words (knowledge_words, rank) values ('secure-delete', 1);

create trigger knowledge_text_new after insert on knowledge_text begin
    insert into knowledge_words (rowid, words) values (new.nr, new.words);
end;

create trigger knowledge_text_gone after delete on knowledge_text begin
    insert into knowledge_words (knowledge_words, rowid, words) values ('delete', old.nr, old.words);
end;

create trigger knowledge_text_changed after update on knowledge_text begin
    insert into knowledge_words (knowledge_words, rowid, words) values ('delete', old.nr, old.words);
    insert into knowledge_words (rowid, words) values (new.nr, new.words);
end;
