-- +goose Up
-- Addresses of institutions, units and posts are public and the same on every instance.
CREATE TABLE roster_institution (
	id text PRIMARY KEY,
	name text NOT NULL,
	kind text NOT NULL,
	region text NOT NULL,
	external smallint NOT NULL,
	terms text NOT NULL, -- JSON: what villages and their heads are called here
	op text NOT NULL,
	version bigint NOT NULL
);

CREATE TABLE roster_unit (
	id text PRIMARY KEY,
	institution text NOT NULL,
	parent text NOT NULL,
	name text NOT NULL,
	place text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX roster_unit_by_institution ON roster_unit (institution, id);

CREATE TABLE roster_post (
	id text PRIMARY KEY,
	institution text NOT NULL,
	unit text NOT NULL,
	superior text NOT NULL,
	title text NOT NULL,
	office text NOT NULL,
	class text NOT NULL,
	place text NOT NULL,
	roles text NOT NULL, -- separated by spaces
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX roster_post_by_institution ON roster_post (institution, id);
CREATE INDEX roster_post_by_superior ON roster_post (superior);

-- People and tenures belong to the institution that keeps them.
CREATE TABLE roster_person (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	title_before text NOT NULL,
	name text NOT NULL,
	title_after text NOT NULL,
	nip text NOT NULL, -- '' outside the civil service
	class text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX roster_person_by_institution ON roster_person (institution, name, id);
CREATE UNIQUE INDEX roster_person_by_nip ON roster_person (institution, nip) WHERE nip <> '';

CREATE TABLE roster_tenure (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	post text NOT NULL,
	person text NOT NULL,
	mode text NOT NULL,
	from_date text NOT NULL,
	to_date text NOT NULL, -- '' while it runs
	decree_number text NOT NULL,
	decree_date text NOT NULL,
	contested smallint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX roster_tenure_by_post ON roster_tenure (post, from_date);
CREATE INDEX roster_tenure_by_person ON roster_tenure (person);
CREATE INDEX roster_tenure_by_institution ON roster_tenure (institution, from_date);

-- +goose Down
DROP TABLE roster_tenure;
DROP TABLE roster_person;
DROP TABLE roster_post;
DROP TABLE roster_unit;
DROP TABLE roster_institution;
