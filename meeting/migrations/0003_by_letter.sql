-- +goose Up
-- The meetings of one invitation, for whoever has its short link.
CREATE INDEX meeting_session_letter ON meeting_session (letter) WHERE letter <> '';

-- +goose Down
DROP INDEX meeting_session_letter;
