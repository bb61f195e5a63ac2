-- +goose Up
-- Since when a holiday entered by hand counts, and since when and why it no longer does; '' before these columns.
ALTER TABLE procedure_holiday ADD COLUMN entered_on text NOT NULL DEFAULT '';
ALTER TABLE procedure_holiday ADD COLUMN withdrawn_on text NOT NULL DEFAULT '';
ALTER TABLE procedure_holiday ADD COLUMN withdrawn_why text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE procedure_holiday DROP COLUMN entered_on;
ALTER TABLE procedure_holiday DROP COLUMN withdrawn_on;
ALTER TABLE procedure_holiday DROP COLUMN withdrawn_why;
