-- +goose Up
-- A newspaper article an institution keeps. The text is public; that it is kept, and what was
-- made of it, is the institution's own.
CREATE TABLE press_clipping (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	state text NOT NULL,
	published text NOT NULL, -- day of publication, "" unknown
	event_on text NOT NULL, -- day of the recorded event, "" before
	added_at bigint NOT NULL,
	adder text NOT NULL, -- post, "" from the command line
	decided_at bigint NOT NULL,
	decider text NOT NULL, -- post
	report text NOT NULL, -- the informasi awal it became
	key_id text NOT NULL,
	wrapped bytea NOT NULL,
	head bytea NOT NULL, -- title, paper, sketch
	body bytea NOT NULL, -- text, what people corrected, why they decided
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX press_clipping_by_time ON press_clipping (institution, added_at, id);

-- +goose Down
DROP TABLE press_clipping;
