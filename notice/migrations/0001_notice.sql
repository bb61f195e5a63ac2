-- +goose Up
-- Since when an institution's posts are told by e-mail: nothing older is told of.
CREATE TABLE notice_setting (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	since bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- Where an account wants to be told. The address is sealed to the mail key of the instance.
CREATE TABLE notice_contact (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	state text NOT NULL,
	lang text NOT NULL,
	asked_on text NOT NULL,
	asked bigint NOT NULL,
	sealed bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX notice_contact_institution ON notice_contact (institution);

-- Something posts are told of. Who of them, and what became of it, stands in the queue.
CREATE TABLE notice_event (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	kind text NOT NULL,
	source text NOT NULL,
	object text NOT NULL,
	sort text NOT NULL,
	starts_at bigint NOT NULL,
	due text NOT NULL,
	recipients bigint NOT NULL,
	created_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX notice_event_source ON notice_event (institution, source);
CREATE INDEX notice_event_newest ON notice_event (institution, created_at, id);

-- +goose Down
DROP TABLE notice_event;
DROP TABLE notice_contact;
DROP TABLE notice_setting;
