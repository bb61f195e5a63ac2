-- +goose Up
-- Who tried to open a case that is not his, once for each account, case and day.
CREATE TABLE casefile_refusal (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	casefile text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	refused_on text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- +goose Down
DROP TABLE casefile_refusal;
