-- +goose Up
-- How many addressees of a directive are known to have it, by area and class: counted with every
-- answer, so that nobody counts the answers when he looks. Derived: empty, it is made anew.
CREATE TABLE directive_tally (
	directive text NOT NULL,
	area text NOT NULL,
	class text NOT NULL,
	done bigint NOT NULL,
	told bigint NOT NULL,
	PRIMARY KEY (directive, area, class)
);

-- +goose Down
DROP TABLE directive_tally;
