-- +goose Up
-- Which directive of a government came of which imbauan. A replaced or withdrawn one stays linked.
CREATE TABLE advisory_circular (
	id text PRIMARY KEY, -- of the directive
	institution text NOT NULL,
	region text NOT NULL,
	letter text NOT NULL,
	drafted_at bigint NOT NULL,
	drafter text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX advisory_circular_by_letter ON advisory_circular (institution, letter);

-- +goose Down
DROP TABLE advisory_circular;
