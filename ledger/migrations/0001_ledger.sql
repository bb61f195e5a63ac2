-- +goose Up
CREATE TABLE ledger_head (
	id smallint PRIMARY KEY,
	size bigint NOT NULL
);
INSERT INTO ledger_head (id, size) VALUES (1, 0);

-- body is the canonical text of the operation, immutable; the columns beside it repeat parts
-- of it for searching. salt and body are emptied by an erasure, which is an operation itself.
CREATE TABLE ledger_operation (
	idx bigint PRIMARY KEY,
	id text NOT NULL UNIQUE,
	at bigint NOT NULL,
	kind text NOT NULL,
	institution text NOT NULL,
	account text NOT NULL,
	post text NOT NULL,
	object text NOT NULL,
	salt bytea NOT NULL,
	body text NOT NULL,
	commitment bytea NOT NULL
);
CREATE INDEX ledger_operation_by_institution ON ledger_operation (institution, idx);
CREATE INDEX ledger_operation_by_object ON ledger_operation (object, idx);

-- The stored hashes of the Merkle tree, numbered as in golang.org/x/mod/sumdb/tlog.
CREATE TABLE ledger_hash (
	idx bigint PRIMARY KEY,
	hash bytea NOT NULL
);

-- +goose Down
DROP TABLE ledger_hash;
DROP TABLE ledger_operation;
DROP TABLE ledger_head;
