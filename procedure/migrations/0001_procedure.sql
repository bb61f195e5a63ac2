-- +goose Up
-- One procedure of the law, running for one object of one institution.
CREATE TABLE procedure_run (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	procedure text NOT NULL,
	pack text NOT NULL,
	object text NOT NULL,
	owner text NOT NULL,
	state text NOT NULL,
	since text NOT NULL,
	ended smallint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX procedure_run_by_object ON procedure_run (institution, object, procedure);

-- What happened in it: a state entered or an event, on its legal date.
CREATE TABLE procedure_step (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	run text NOT NULL,
	number bigint NOT NULL,
	transition text NOT NULL,
	event text NOT NULL,
	happened_on text NOT NULL,
	recorded_at bigint NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX procedure_step_by_run ON procedure_step (run, number);

-- A clock is a rule and the event it counts from. Its due date is derived, never stored here.
CREATE TABLE procedure_clock (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	run text NOT NULL,
	object text NOT NULL,
	procedure text NOT NULL,
	rule text NOT NULL,
	owner text NOT NULL,
	start_on text NOT NULL,
	start_at bigint NOT NULL,
	status text NOT NULL,
	ended_on text NOT NULL,
	wound_at bigint NOT NULL,
	suspensions text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX procedure_clock_by_run ON procedure_clock (run);

-- Which clocks run, for lists in order. Clocks of one bucket count the same days from the same
-- day in the same region, so their due date is derived, kept and moved once for all of them.
-- All three tables are derived: made again from the facts at any time, and no part of the log.
CREATE TABLE procedure_running (
	clock text PRIMARY KEY,
	institution text NOT NULL,
	owner text NOT NULL,
	bucket text NOT NULL
);
CREATE INDEX procedure_running_by_bucket ON procedure_running (bucket, clock);
CREATE INDEX procedure_running_by_owner ON procedure_running (institution, owner);

CREATE TABLE procedure_due (
	bucket text PRIMARY KEY,
	institution text NOT NULL,
	due_on text NOT NULL,
	due_at bigint NOT NULL
);
CREATE INDEX procedure_due_by_date ON procedure_due (institution, due_on, bucket);

-- When a due date moved: from what to what, and why.
CREATE TABLE procedure_due_move (
	bucket text NOT NULL,
	moved_at bigint NOT NULL,
	old_on text NOT NULL,
	new_on text NOT NULL,
	reason text NOT NULL
);
CREATE INDEX procedure_due_move_by_bucket ON procedure_due_move (bucket, moved_at);

-- Holidays of a region, and national ones announced since the pack was made.
CREATE TABLE procedure_holiday (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	holiday_on text NOT NULL,
	name_id text NOT NULL,
	name_en text NOT NULL,
	kind text NOT NULL,
	announced_on text NOT NULL,
	regulation text NOT NULL,
	covers text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- +goose Down
DROP TABLE procedure_holiday;
DROP TABLE procedure_due_move;
DROP TABLE procedure_due;
DROP TABLE procedure_running;
DROP TABLE procedure_clock;
DROP TABLE procedure_step;
DROP TABLE procedure_run;
