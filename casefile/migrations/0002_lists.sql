-- +goose Up
-- Lists of one stage, and of one post, newest first, without reading the cases of the others.
CREATE INDEX casefile_case_by_state ON casefile_case (institution, state, created_at, id);
CREATE INDEX casefile_case_by_owner ON casefile_case (institution, owner, created_at, id);

-- +goose Down
DROP INDEX casefile_case_by_owner;
DROP INDEX casefile_case_by_state;
