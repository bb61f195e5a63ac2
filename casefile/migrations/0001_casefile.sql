-- +goose Up
-- A case. Clear is how far it is; its file is sealed: first to the intake key, from
-- registration to a key of its own.
CREATE TABLE casefile_case (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	origin text NOT NULL,
	report text NOT NULL,
	state text NOT NULL,
	pack text NOT NULL,
	act_class text NOT NULL,
	act_date text NOT NULL,
	received_on text NOT NULL,
	register text NOT NULL,
	registered_on text NOT NULL,
	owner text NOT NULL,
	letter text NOT NULL,
	follow_up text NOT NULL,
	created_at bigint NOT NULL,
	changed_at bigint NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX casefile_case_by_time ON casefile_case (institution, created_at, id);
CREATE INDEX casefile_case_by_letter ON casefile_case (letter);
-- A report begins one case only, and a number is given once.
CREATE UNIQUE INDEX casefile_case_report ON casefile_case (report) WHERE report <> '';
CREATE UNIQUE INDEX casefile_case_register ON casefile_case (institution, register) WHERE register <> '';

-- What was written in a case, never overwritten: requests, minutes, studies, checks.
CREATE TABLE casefile_paper (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	number bigint NOT NULL,
	kind text NOT NULL,
	paper_on text NOT NULL,
	written_at bigint NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX casefile_paper_number ON casefile_paper (casefile, number);

-- Which officer works on which case; ended says why he no longer does.
CREATE TABLE casefile_officer (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	since text NOT NULL,
	until text NOT NULL,
	ended text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX casefile_officer_once ON casefile_officer (casefile, account);
CREATE INDEX casefile_officer_account ON casefile_officer (institution, account);

-- Keyed digests of respondents' names: equality only, and only for who holds the index key.
CREATE TABLE casefile_mark (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	mark bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX casefile_mark_value ON casefile_mark (institution, mark);
CREATE INDEX casefile_mark_case ON casefile_mark (casefile);

CREATE TABLE casefile_plenary (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	convened_on text NOT NULL,
	convened_by text NOT NULL,
	members smallint NOT NULL,
	quorum smallint NOT NULL,
	closed_on text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX casefile_plenary_case ON casefile_plenary (casefile);

-- Who voted is clear, what he voted is sealed.
CREATE TABLE casefile_vote (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	plenary text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	cast_at bigint NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX casefile_vote_once ON casefile_vote (plenary, account);

CREATE TABLE casefile_number (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	series text NOT NULL,
	year smallint NOT NULL,
	last bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

CREATE TABLE casefile_setting (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	pattern text NOT NULL,
	members smallint NOT NULL,
	quorum smallint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- +goose Down
DROP TABLE casefile_setting;
DROP TABLE casefile_number;
DROP TABLE casefile_vote;
DROP TABLE casefile_plenary;
DROP TABLE casefile_mark;
DROP TABLE casefile_officer;
DROP TABLE casefile_paper;
DROP TABLE casefile_case;
