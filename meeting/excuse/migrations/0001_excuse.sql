-- +goose Up
-- A paper behind a reason or a correction: a doctor's note, a dispatch order. Clear is that there
-- is one and where its ciphertext lies; its name and its key are sealed with the reason.
CREATE TABLE excuse_paper (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	invitee text NOT NULL,
	correction text NOT NULL,
	blob text NOT NULL,
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX excuse_paper_invitee ON excuse_paper (invitee);

-- +goose Down
DROP TABLE excuse_paper;
