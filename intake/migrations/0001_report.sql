-- +goose Up
-- A report as it was lodged. Answers and identity are sealed; what is in clear says that a
-- report exists, through which door and how far it is.
CREATE TABLE intake_report (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	door text NOT NULL,
	state text NOT NULL,
	received_at bigint NOT NULL,
	sign_by text NOT NULL,
	signed_on text NOT NULL,
	next_on text NOT NULL,
	casefile text NOT NULL,
	lookup text NOT NULL,
	digest bytea NOT NULL,
	lodged_op text NOT NULL,
	noted smallint NOT NULL,
	reporter_key bytea NOT NULL,
	owner_key text NOT NULL,
	body_key bytea NOT NULL,
	body bytea NOT NULL,
	identity_owner text NOT NULL,
	identity_key bytea NOT NULL,
	identity bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX intake_report_lookup ON intake_report (lookup);
CREATE INDEX intake_report_received ON intake_report (institution, received_at);

-- What reporter and officers wrote to each other, and what the reporter was told of the state.
CREATE TABLE intake_message (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	report text NOT NULL,
	kind text NOT NULL,
	at bigint NOT NULL,
	status text NOT NULL,
	next_on text NOT NULL,
	owner_key text NOT NULL,
	owner_wrapped bytea NOT NULL,
	reporter_wrapped bytea NOT NULL,
	body bytea NOT NULL,
	hidden smallint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX intake_message_report ON intake_message (institution, report, at);
-- +goose Down
DROP TABLE intake_message;
DROP TABLE intake_report;
