-- +goose Up
-- How often a unit was asked about an act and was wrong. No row says who or when.
CREATE TABLE quiz_tally (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	unit text NOT NULL,
	act text NOT NULL,
	asked bigint NOT NULL,
	wrong bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX quiz_tally_by_unit ON quiz_tally (institution, unit);
