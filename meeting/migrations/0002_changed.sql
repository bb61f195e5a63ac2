-- +goose Up
-- When a meeting last changed, for calendars that keep a copy of it; 0 before this column.
ALTER TABLE meeting_session ADD COLUMN changed_at bigint NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE meeting_session DROP COLUMN changed_at;
