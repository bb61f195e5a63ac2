-- +goose Up
-- How many clocks of a post run out on a day: what is late is counted by adding up days, not
-- clocks. Derived, as the tables it is made from; a suspended clock stands after all dates.
CREATE TABLE procedure_tally (
	institution text NOT NULL,
	due_on text NOT NULL,
	owner text NOT NULL,
	clocks bigint NOT NULL,
	PRIMARY KEY (institution, due_on, owner)
);
INSERT INTO procedure_tally (institution, due_on, owner, clocks)
	SELECT r.institution, d.due_on, r.owner, count(*)
	FROM procedure_running r JOIN procedure_due d ON d.bucket = r.bucket
	GROUP BY r.institution, d.due_on, r.owner;

-- The clocks of one post, bucket by bucket.
CREATE INDEX procedure_running_by_bucket_owner ON procedure_running (bucket, owner, clock);
DROP INDEX procedure_running_by_owner;

-- +goose Down
CREATE INDEX procedure_running_by_owner ON procedure_running (institution, owner);
DROP INDEX procedure_running_by_bucket_owner;
DROP TABLE procedure_tally;
