-- +goose Up
-- Reports that joined a case another one began: the case their own was ended for, and by whom.
CREATE TABLE casefile_join (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	report text NOT NULL,
	ended text NOT NULL,
	joined_on text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX casefile_join_report ON casefile_join (report);
CREATE INDEX casefile_join_case ON casefile_join (casefile);
CREATE INDEX casefile_join_ended ON casefile_join (ended);

-- +goose Down
DROP TABLE casefile_join;
