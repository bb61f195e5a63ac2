-- +goose Up
-- What is to be done once for somebody outside, one row each. No secret and no address stands here.
CREATE TABLE queue_item (
	id text PRIMARY KEY,
	owner text NOT NULL,
	topic text NOT NULL,
	payload text NOT NULL,
	state text NOT NULL,
	note text NOT NULL,
	attempts bigint NOT NULL,
	due_at bigint NOT NULL,
	worker text NOT NULL,
	changed_at bigint NOT NULL
);
CREATE INDEX queue_item_waiting ON queue_item (due_at, id) WHERE state = 'waiting';
CREATE INDEX queue_item_taken ON queue_item (changed_at) WHERE state IN ('claimed', 'handing');
CREATE INDEX queue_item_topic ON queue_item (owner, topic, id);

-- +goose Down
DROP TABLE queue_item;
