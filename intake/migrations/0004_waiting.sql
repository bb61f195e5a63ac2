-- +goose Up
-- Reports that wait to be taken up, among all that ever came in.
CREATE INDEX intake_report_waiting ON intake_report (institution, received_at, id) WHERE state = 'diterima';

-- +goose Down
DROP INDEX intake_report_waiting;
