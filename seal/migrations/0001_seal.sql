-- +goose Up
-- A key pair of an institution, a case or an account. The private half is never here: it is
-- sealed to those who hold it, in seal_grant, or to an account's password, in its account.
CREATE TABLE seal_key (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	kind text NOT NULL,
	subject text NOT NULL,
	public bytea NOT NULL,
	verify bytea NOT NULL,
	created_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX seal_key_by_institution ON seal_key (institution, kind, subject);

-- The holder of one key can open another.
CREATE TABLE seal_grant (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	key_id text NOT NULL,
	holder text NOT NULL,
	wrapped bytea NOT NULL,
	created_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL,
	UNIQUE (key_id, holder)
);
CREATE INDEX seal_grant_by_holder ON seal_grant (holder);

-- +goose Down
DROP TABLE seal_grant;
DROP TABLE seal_key;
