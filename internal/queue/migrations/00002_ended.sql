-- +goose Up
-- What ended is removed after a while.
CREATE INDEX queue_item_ended ON queue_item (changed_at) WHERE state IN ('done', 'failed', 'unknown', 'skipped');

-- +goose Down
DROP INDEX queue_item_ended;
