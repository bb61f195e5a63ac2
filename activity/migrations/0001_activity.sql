-- +goose Up
-- An official activity that is planned: when and where in clear, what it is sealed.
CREATE TABLE activity_plan (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	kind text NOT NULL,
	place text NOT NULL,
	organiser text NOT NULL,
	from_day text NOT NULL,
	to_day text NOT NULL,
	state text NOT NULL,
	entered_at bigint NOT NULL,
	recorder text NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- title, place in words, what is given or lent
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX activity_plan_by_day ON activity_plan (institution, to_day, id);

-- What was decided about an activity, and which alerts the decision was about.
CREATE TABLE activity_decision (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	plan text NOT NULL,
	choice text NOT NULL,
	post text NOT NULL,
	decided_at bigint NOT NULL,
	from_day text NOT NULL, -- of the activity as decided
	to_day text NOT NULL,
	covers text NOT NULL,
	key_id text NOT NULL,
	sealed bytea NOT NULL, -- the reason
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX activity_decision_by_plan ON activity_decision (plan, decided_at);

-- A campaign event of the official schedule: where and when. There is no place for whose it is.
CREATE TABLE activity_event (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	place text NOT NULL,
	form text NOT NULL,
	from_day text NOT NULL,
	to_day text NOT NULL,
	state text NOT NULL,
	entered_at bigint NOT NULL,
	recorder text NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX activity_event_by_day ON activity_event (institution, to_day, id);

-- +goose Down
DROP TABLE activity_event;
DROP TABLE activity_decision;
DROP TABLE activity_plan;
