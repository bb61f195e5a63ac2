-- +goose Up
-- A matter of the civil-service authority. Clear is how far it is; whom it is about, what he
-- is said to have done and how it ended is sealed to the institution's matter key.
CREATE TABLE discipline_matter (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	origin text NOT NULL,
	letter text NOT NULL,
	procedure text NOT NULL,
	state text NOT NULL,
	ended smallint NOT NULL,
	recommendation text NOT NULL,
	act_class text NOT NULL,
	act_date text NOT NULL,
	known_on text NOT NULL,
	decided_on text NOT NULL,
	effective_on text NOT NULL,
	answer text NOT NULL,
	pack text NOT NULL,
	owner text NOT NULL,
	created_at bigint NOT NULL,
	changed_at bigint NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX discipline_matter_by_age ON discipline_matter (institution, ended, known_on, id);
-- A letter opens one matter only.
CREATE UNIQUE INDEX discipline_matter_letter ON discipline_matter (letter) WHERE letter <> '';

-- What was written in a matter, never overwritten.
CREATE TABLE discipline_paper (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	matter text NOT NULL,
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
CREATE UNIQUE INDEX discipline_paper_number ON discipline_paper (matter, number);

-- Officers of one matter: examiners who hold no institution key, and those who stepped aside.
CREATE TABLE discipline_officer (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	matter text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	part text NOT NULL,
	since text NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX discipline_officer_once ON discipline_officer (matter, account);
CREATE INDEX discipline_officer_account ON discipline_officer (institution, account);

-- Keyed digest of person, act and day: equality only, and only for who holds the index key.
CREATE TABLE discipline_mark (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	matter text NOT NULL,
	mark bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX discipline_mark_value ON discipline_mark (institution, mark);

-- Files of a matter. The key of each lies in the sealed paper that names it.
CREATE TABLE discipline_file (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	matter text NOT NULL,
	blob text NOT NULL,
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX discipline_file_matter ON discipline_file (matter);
CREATE INDEX discipline_file_blob ON discipline_file (blob);

-- +goose Down
DROP TABLE discipline_file;
DROP TABLE discipline_mark;
DROP TABLE discipline_officer;
DROP TABLE discipline_paper;
DROP TABLE discipline_matter;
