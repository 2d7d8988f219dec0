-- The newest of what people agreed to make public is read without looking at all the rest.
create index knowledge_item_by_consent on knowledge_item (consent, withdrawn, is_sensitive, heard_on, id);
