-- +goose Up
-- The post a key holder was invited for before the roster knew him: he says who he is when he
-- sets his password.
ALTER TABLE access_account ADD COLUMN post text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE access_account DROP COLUMN post;
