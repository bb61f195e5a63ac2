-- +goose Up
-- The clear side of a directive's annex, at most one. Its name and key lie in the sealed body.
CREATE TABLE directive_annex (
	id text PRIMARY KEY,
	institution text NOT NULL,
	region text NOT NULL,
	directive text NOT NULL,
	added_at bigint NOT NULL,
	blob text NOT NULL,
	bytes bigint NOT NULL,
	sha256 bytea NOT NULL,
	op text NOT NULL,
	version bigint NOT NULL
);
CREATE UNIQUE INDEX directive_annex_by_directive ON directive_annex (directive);

-- +goose Down
DROP TABLE directive_annex;
