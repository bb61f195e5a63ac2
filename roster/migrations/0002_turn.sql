-- +goose Up
-- How often the posts of an institution were changed: whoever keeps a picture of them in memory
-- sees that it is old. Derived: a row that is lost has a picture made anew.
CREATE TABLE roster_post_turn (
	institution text PRIMARY KEY,
	turn bigint NOT NULL
);

-- +goose Down
DROP TABLE roster_post_turn;
