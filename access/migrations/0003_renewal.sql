-- +goose Up
-- An administrator asked that the institution's keys be made anew; done_by is who did it, another.
CREATE TABLE access_renewal (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	asked_by text NOT NULL,
	asked_at bigint NOT NULL,
	done_by text NOT NULL,
	done_at bigint NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE INDEX access_renewal_by_institution ON access_renewal (institution, asked_at);

-- +goose Down
DROP TABLE access_renewal;
