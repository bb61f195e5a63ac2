-- +goose Up
CREATE TABLE evidence_exhibit (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	subject text NOT NULL,
	blob text NOT NULL,
	blob_hash bytea NOT NULL,
	blob_size bigint NOT NULL,
	key_id text NOT NULL,
	file_key bytea NOT NULL,
	meta bytea NOT NULL,
	received_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX evidence_exhibit_subject ON evidence_exhibit (institution, subject);
CREATE INDEX evidence_exhibit_blob ON evidence_exhibit (blob);
CREATE TABLE evidence_staged (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	draft text NOT NULL,
	blob text NOT NULL,
	blob_hash bytea NOT NULL,
	blob_size bigint NOT NULL,
	key_id text NOT NULL,
	file_key bytea NOT NULL,
	meta bytea NOT NULL,
	draft_meta bytea NOT NULL,
	staged_at bigint NOT NULL,
	expires_at bigint NOT NULL
);
CREATE INDEX evidence_staged_draft ON evidence_staged (institution, draft);
CREATE INDEX evidence_staged_expires ON evidence_staged (expires_at);
-- +goose Down
DROP TABLE evidence_staged;
DROP TABLE evidence_exhibit;
