-- +goose Up
-- One round of pledges of an institution for one election.
CREATE TABLE pledge_round (
	id text PRIMARY KEY, -- institution + "@" + law pack
	institution text NOT NULL,
	region text NOT NULL,
	opened_at bigint NOT NULL,
	opener text NOT NULL,
	keeper text NOT NULL, -- the one account refusals are sealed to
	keeper_key text NOT NULL,
	until text NOT NULL, -- voting day
	op text NOT NULL,
	version bigint NOT NULL
);

-- A person's pact: that it was signed, never what anybody thinks or votes.
CREATE TABLE pledge_pact (
	id text PRIMARY KEY, -- round + "@" + person
	institution text NOT NULL,
	region text NOT NULL,
	round text NOT NULL,
	person text NOT NULL,
	post text NOT NULL,
	area text NOT NULL,
	track text NOT NULL,
	way text NOT NULL,
	paper text NOT NULL, -- the paper list, "" on a phone
	signed_on text NOT NULL,
	recorded_at bigint NOT NULL,
	recorder text NOT NULL,
	sign_key text NOT NULL,
	public bytea NOT NULL,
	signature bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX pledge_pact_by_round ON pledge_pact (round, area);

-- An assembly at which the pledge was read aloud, or a list signed on paper.
CREATE TABLE pledge_paper (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	round text NOT NULL,
	kind text NOT NULL, -- ikrar or daftar
	area text NOT NULL,
	held_on text NOT NULL,
	people bigint NOT NULL, -- who took part, or signed without standing in the roster
	recorded_at bigint NOT NULL,
	recorder text NOT NULL,
	blob text NOT NULL, -- scan, "" none
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- witnesses, names, key of the scan
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX pledge_paper_by_round ON pledge_paper (round, held_on, id);

-- Who would not sign, sealed to one officer, until voting day. The row does not say who.
CREATE TABLE pledge_refusal (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	round text NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX pledge_refusal_by_round ON pledge_refusal (round, id);

-- +goose Down
DROP TABLE pledge_refusal;
DROP TABLE pledge_paper;
DROP TABLE pledge_pact;
DROP TABLE pledge_round;
