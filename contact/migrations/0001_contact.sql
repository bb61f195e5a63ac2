-- +goose Up
-- One contact between two institutions as one of them holds it. The other has a row of its own;
-- the letters between them are what neither can change.
CREATE TABLE contact_entry (
	id text PRIMARY KEY, -- entry + "@" + institution
	institution text NOT NULL,
	region text NOT NULL,
	entry text NOT NULL,
	side text NOT NULL, -- kami entered it, or mereka
	other text NOT NULL,
	on_day text NOT NULL,
	way text NOT NULL,
	topic text NOT NULL,
	letter text NOT NULL, -- that carried the entry
	answer text NOT NULL, -- our answer, '' for an entry of our own
	verdict text NOT NULL, -- of our answer
	digest text NOT NULL,
	entered_at bigint NOT NULL,
	recorder text NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- who, the note, our wording
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX contact_entry_by_day ON contact_entry (institution, on_day, id);

-- +goose Down
DROP TABLE contact_entry;
