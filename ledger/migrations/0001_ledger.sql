-- +goose Up
-- body is the canonical text of the operation, immutable; the columns beside it repeat parts
-- of it for searching. salt and body are emptied by an erasure, which is an operation itself.
-- hashes are the nodes of the Merkle tree that this leaf completes, from the leaf upwards, 32
-- bytes each. That idx is unique keeps two processes from writing the same leaf.
CREATE TABLE ledger_operation (
	idx bigint PRIMARY KEY,
	id text NOT NULL UNIQUE,
	at bigint NOT NULL,
	kind text NOT NULL,
	institution text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	object text NOT NULL,
	hashes bytea NOT NULL,
	salt bytea NOT NULL,
	body text NOT NULL,
	commitment bytea NOT NULL
);
CREATE INDEX ledger_operation_by_institution ON ledger_operation (institution, idx);
CREATE INDEX ledger_operation_by_object ON ledger_operation (object, idx);

-- +goose Down
DROP TABLE ledger_operation;
