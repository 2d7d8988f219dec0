-- The board and the list of bids go by stage, the newest first.
create index bid_by_stage_and_id on bid (withdrawn, stage, id);
