-- +goose Up
-- How a government runs its meetings. One row per institution.
CREATE TABLE meeting_setting (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	reason_days bigint NOT NULL,
	grace_minutes bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);

-- A meeting. Clear is when it is, who leads it and how far it has come; what it is about, where,
-- and the secret of its door are sealed.
CREATE TABLE meeting_session (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	kind text NOT NULL,
	series text NOT NULL,
	state text NOT NULL,
	held_on text NOT NULL,
	starts_at bigint NOT NULL,
	ends_at bigint NOT NULL,
	chair text NOT NULL,
	stand_in text NOT NULL,
	min_class text NOT NULL,
	grace_minutes bigint NOT NULL,
	reason_days bigint NOT NULL,
	letter text NOT NULL,
	drafter text NOT NULL,
	opened_at bigint NOT NULL,
	closed_at bigint NOT NULL,
	reason_due text NOT NULL,
	created_at bigint NOT NULL,
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX meeting_session_by_day ON meeting_session (institution, held_on, id);
CREATE INDEX meeting_session_series ON meeting_session (series) WHERE series <> '';

-- One invited post in one meeting: what it answered, who stands in, and whether anybody came.
-- Grounds of absence and mandates are sealed.
CREATE TABLE meeting_invitee (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	post text NOT NULL,
	answer text NOT NULL,
	answered_at bigint NOT NULL,
	stand_in text NOT NULL,
	stand_in_state text NOT NULL,
	mandate_until text NOT NULL,
	mandate bytea NOT NULL,
	state text NOT NULL,
	in_at bigint NOT NULL,
	out_at bigint NOT NULL,
	how text NOT NULL,
	reason_at bigint NOT NULL,
	reason bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX meeting_invitee_once ON meeting_invitee (meeting, post);
CREATE INDEX meeting_invitee_post ON meeting_invitee (institution, post);
CREATE INDEX meeting_invitee_stand_in ON meeting_invitee (institution, stand_in) WHERE stand_in <> '';

-- What became known after a presence was final: noted beside it, never over it.
CREATE TABLE meeting_correction (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	invitee text NOT NULL,
	state text NOT NULL,
	written_at bigint NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX meeting_correction_meeting ON meeting_correction (meeting, written_at);

-- Minutes, one per meeting.
CREATE TABLE meeting_minutes (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	state text NOT NULL,
	writer text NOT NULL,
	approver text NOT NULL,
	approver_post text NOT NULL,
	changed_at bigint NOT NULL,
	published_at bigint NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX meeting_minutes_once ON meeting_minutes (meeting);

-- A decision of a meeting. Owner and due date are clear, the text is sealed.
CREATE TABLE meeting_decision (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	number bigint NOT NULL,
	owner text NOT NULL,
	due text NOT NULL,
	state text NOT NULL,
	done_at bigint NOT NULL,
	body bytea NOT NULL,
	proof bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX meeting_decision_number ON meeting_decision (meeting, number);
CREATE INDEX meeting_decision_open ON meeting_decision (institution, state, due);

-- That Inspektorat asked the absent posts of a meeting for their view, before it looks for a pattern.
CREATE TABLE meeting_review (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	asked_on text NOT NULL,
	reply_due text NOT NULL,
	delete_on text NOT NULL,
	account text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX meeting_review_once ON meeting_review (meeting);

-- What an absent post replied. Deleted with the review.
CREATE TABLE meeting_reply (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	meeting text NOT NULL,
	post text NOT NULL,
	replied_at bigint NOT NULL,
	body bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX meeting_reply_once ON meeting_reply (meeting, post);

-- +goose Down
DROP TABLE meeting_reply;
DROP TABLE meeting_review;
DROP TABLE meeting_decision;
DROP TABLE meeting_minutes;
DROP TABLE meeting_correction;
DROP TABLE meeting_invitee;
DROP TABLE meeting_session;
DROP TABLE meeting_setting;
