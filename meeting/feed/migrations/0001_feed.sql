-- +goose Up
-- The address under which a calendar program reads the meetings of a post, for the account that
-- asked for it. The address itself is not here, only what it is found by and the public half of
-- the key that it carries.
CREATE TABLE feed_link (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	detail bigint NOT NULL,
	lang text NOT NULL,
	hash text NOT NULL,
	public bytea NOT NULL,
	created_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX feed_link_hash ON feed_link (hash);
CREATE UNIQUE INDEX feed_link_once ON feed_link (account, post);
CREATE INDEX feed_link_institution ON feed_link (institution, post);

-- What the meetings of one invitation are about and where, sealed to one address.
CREATE TABLE feed_entry (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	link text NOT NULL,
	letter text NOT NULL,
	sealed bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX feed_entry_link ON feed_entry (link);

-- +goose Down
DROP TABLE feed_entry;
DROP TABLE feed_link;
