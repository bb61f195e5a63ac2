-- +goose Up
-- The short link of an invitation. The link itself is here only sealed to the government's letter
-- key; what the invitation says, only sealed under the link. One that ended keeps neither.
CREATE TABLE link_invitation (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	letter text NOT NULL,
	hash text NOT NULL,
	key_id text NOT NULL,
	secret bytea NOT NULL,
	sealed bytea NOT NULL,
	created_at bigint NOT NULL,
	ended_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX link_invitation_hash ON link_invitation (hash);
CREATE UNIQUE INDEX link_invitation_once ON link_invitation (letter) WHERE ended_at = 0;

-- +goose Down
DROP TABLE link_invitation;
