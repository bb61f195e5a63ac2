-- +goose Up
-- What an institution's letters look like and how they are numbered. Public.
CREATE TABLE letter_setting (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	names text NOT NULL,
	address text NOT NULL,
	place text NOT NULL,
	paper text NOT NULL,
	patterns text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- The last number drawn of a series in a year. It grows only in the operation that uses it.
CREATE TABLE letter_number (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	series text NOT NULL,
	year smallint NOT NULL,
	last bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

CREATE TABLE letter_outbox (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	kind text NOT NULL,
	kind_version smallint NOT NULL,
	state text NOT NULL,
	nature text NOT NULL,
	series text NOT NULL,
	code text NOT NULL,
	number text NOT NULL,
	year smallint NOT NULL,
	seq bigint NOT NULL,
	letter_date text NOT NULL,
	reply_due text NOT NULL,
	reply_to text NOT NULL,
	signer text NOT NULL,
	drafter text NOT NULL,
	account text NOT NULL,
	method text NOT NULL,
	about text NOT NULL,
	answered_by text NOT NULL,
	answered_at bigint NOT NULL,
	cancelled text NOT NULL,
	created_at bigint NOT NULL,
	signed_at bigint NOT NULL,
	sent_at bigint NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	sealed bytea NOT NULL,
	block bytea NOT NULL,
	note bytea NOT NULL,
	header text NOT NULL,
	public bytea NOT NULL,
	signature bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX letter_outbox_by_institution ON letter_outbox (institution, created_at);
CREATE UNIQUE INDEX letter_outbox_seq ON letter_outbox (institution, year, series, seq) WHERE seq > 0;
CREATE UNIQUE INDEX letter_outbox_number ON letter_outbox (institution, year, number) WHERE number <> '';

-- One row per recipient, with its own fate.
CREATE TABLE letter_copy (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	letter text NOT NULL,
	position smallint NOT NULL,
	to_institution text NOT NULL,
	to_post text NOT NULL,
	part text NOT NULL,
	state text NOT NULL,
	how text NOT NULL,
	handed_on text NOT NULL,
	delivered_at bigint NOT NULL,
	ack_at bigint NOT NULL,
	ack_post text NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	proof bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX letter_copy_by_letter ON letter_copy (letter, position);
CREATE INDEX letter_copy_by_state ON letter_copy (institution, state);

-- A letter as it arrived at an institution: the signed header and the sealed body.
CREATE TABLE letter_parcel (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	letter text NOT NULL,
	origin text NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	sealed bytea NOT NULL,
	block bytea NOT NULL,
	header text NOT NULL,
	public bytea NOT NULL,
	signature bytea NOT NULL,
	received_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX letter_parcel_by_letter ON letter_parcel (institution, letter);

-- One row per addressee post of an institution.
CREATE TABLE letter_inbox (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	parcel text NOT NULL,
	letter text NOT NULL,
	origin text NOT NULL,
	sender text NOT NULL,
	kind text NOT NULL,
	kind_version smallint NOT NULL,
	nature text NOT NULL,
	number text NOT NULL,
	letter_date text NOT NULL,
	to_post text NOT NULL,
	part text NOT NULL,
	state text NOT NULL,
	reply_due text NOT NULL,
	reply_to text NOT NULL,
	received_on text NOT NULL,
	received_at bigint NOT NULL,
	ack_at bigint NOT NULL,
	ack_post text NOT NULL,
	receipt bytea NOT NULL,
	handled text NOT NULL,
	answered_by text NOT NULL,
	answered_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX letter_inbox_by_institution ON letter_inbox (institution, received_at);
CREATE INDEX letter_inbox_by_letter ON letter_inbox (institution, letter);

-- Sealed files a letter carries or that prove something about it. Names and keys are sealed
-- in the letter; the row keeps the blob from being taken for an orphan.
CREATE TABLE letter_file (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	letter text NOT NULL,
	purpose text NOT NULL,
	blob text NOT NULL,
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX letter_file_by_letter ON letter_file (institution, letter);

-- +goose Down
DROP TABLE letter_file;
DROP TABLE letter_inbox;
DROP TABLE letter_parcel;
DROP TABLE letter_copy;
DROP TABLE letter_outbox;
DROP TABLE letter_number;
DROP TABLE letter_setting;
