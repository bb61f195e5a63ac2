-- +goose Up
-- An account. wrapped is the account's secret, sealed under the set-up link's secret before
-- set-up and under the password after it: opening it is the check of the password.
CREATE TABLE access_account (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	person text NOT NULL,
	login text NOT NULL UNIQUE,
	state text NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	kdf text NOT NULL,
	salt bytea NOT NULL,
	setup_hash text NOT NULL,
	setup_until bigint NOT NULL,
	totp bytea NOT NULL,
	totp_step bigint NOT NULL,
	created_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX access_account_by_institution ON access_account (institution, login);
CREATE INDEX access_account_by_setup ON access_account (setup_hash);

-- A session. It changes with every few requests, so it is no owned row of the log. id is the
-- SHA-256 of the cookie's token; seed opens only with the token itself.
CREATE TABLE access_session (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	account text NOT NULL,
	key_id text NOT NULL,
	post text NOT NULL,
	seed bytea NOT NULL,
	created_at bigint NOT NULL,
	seen_at bigint NOT NULL,
	ends_at bigint NOT NULL
);
CREATE INDEX access_session_by_account ON access_session (account);
CREATE INDEX access_session_by_seen ON access_session (seen_at);

-- +goose Down
DROP TABLE access_session;
DROP TABLE access_account;
