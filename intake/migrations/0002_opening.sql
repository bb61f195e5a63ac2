-- +goose Up
-- A keeper's request to open who reported, and what a second person decided. The reason and the
-- answer are sealed to those who may decide; the clear side says who, when and how far.
CREATE TABLE intake_opening (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	report text NOT NULL,
	state text NOT NULL,
	keeper text NOT NULL,
	keeper_post text NOT NULL,
	second text NOT NULL,
	second_post text NOT NULL,
	asked_at bigint NOT NULL,
	decided_at bigint NOT NULL,
	opened_at bigint NOT NULL,
	until bigint NOT NULL,
	owner_key text NOT NULL,
	owner_wrapped bytea NOT NULL,
	keeper_key text NOT NULL,
	keeper_wrapped bytea NOT NULL,
	reason bytea NOT NULL,
	answer bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX intake_opening_report ON intake_opening (institution, report, asked_at);
CREATE INDEX intake_opening_asked ON intake_opening (institution, asked_at);
-- +goose Down
DROP TABLE intake_opening;
