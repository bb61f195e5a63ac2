-- +goose Up
-- A directive. Clear is whose it is, whom it is meant for and how far it is; what it says is
-- sealed to the institution's letter key and under the secret of its short link.
CREATE TABLE directive_order (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	state text NOT NULL,
	signer text NOT NULL,
	drafter text NOT NULL,
	account text NOT NULL,
	rule text NOT NULL, -- JSON: the audience as a rule, never as its result
	ack_by text NOT NULL,
	replaces text NOT NULL,
	replaced_by text NOT NULL,
	contested smallint NOT NULL,
	created_at bigint NOT NULL,
	sent_at bigint NOT NULL,
	ended_at bigint NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	linked bytea NOT NULL,
	short_hash text NOT NULL,
	sealed bytea NOT NULL,
	block bytea NOT NULL,
	note bytea NOT NULL,
	sign_key text NOT NULL,
	public bytea NOT NULL,
	signature bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX directive_order_by_age ON directive_order (institution, created_at, id);
CREATE UNIQUE INDEX directive_order_by_short ON directive_order (short_hash);

-- What is known of an addressee: one row when something is known, none before.
CREATE TABLE directive_ack (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	directive text NOT NULL,
	post text NOT NULL,
	area text NOT NULL,
	class text NOT NULL,
	how text NOT NULL,
	acked_at bigint NOT NULL,
	recorder text NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- who says so
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX directive_ack_by_directive ON directive_ack (directive, area, class);
CREATE INDEX directive_ack_by_post ON directive_ack (institution, post);

-- A post passed a directive on to those directly below it.
CREATE TABLE directive_pass (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	directive text NOT NULL,
	post text NOT NULL,
	except_posts text NOT NULL, -- separated by spaces
	passed_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX directive_pass_by_directive ON directive_pass (directive);
CREATE INDEX directive_pass_by_post ON directive_pass (institution, post);

-- The printed code of a post: only its hash.
CREATE TABLE directive_code (
	id text PRIMARY KEY, -- the post's address
	institution text NOT NULL,
	region text NOT NULL,
	hash text NOT NULL,
	issued_at bigint NOT NULL,
	issuer text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX directive_code_by_hash ON directive_code (hash);

-- How far up the line a late directive has been reported: one row a step, whoever is late.
CREATE TABLE directive_escalation (
	id text PRIMARY KEY, -- directive + "@" + level
	institution text NOT NULL,
	region text NOT NULL,
	directive text NOT NULL,
	level bigint NOT NULL,
	raised_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX directive_escalation_by_directive ON directive_escalation (directive, level);

-- Photographs and lists that show that a directive was told.
CREATE TABLE directive_proof (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	directive text NOT NULL,
	about text NOT NULL, -- post
	author text NOT NULL, -- post
	added_at bigint NOT NULL,
	blob text NOT NULL,
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- name, media, key of the file, remark
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX directive_proof_by_directive ON directive_proof (directive, added_at, id);

-- +goose Down
DROP TABLE directive_proof;
DROP TABLE directive_escalation;
DROP TABLE directive_code;
DROP TABLE directive_pass;
DROP TABLE directive_ack;
DROP TABLE directive_order;
