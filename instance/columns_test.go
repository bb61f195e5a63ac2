package instance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rambu.id/instance"
)

var (
	altered  = regexp.MustCompile(`(?i)ALTER\s+TABLE\s+(\w+)\s+ADD[^;]*;`)
	addition = regexp.MustCompile(`(?i)^ALTER\s+TABLE\s+\w+\s+ADD\s+COLUMN\s+(\w+)\s+\w+\s+NOT\s+NULL\s+DEFAULT\s+('[^']*'|\d+);$`)
	filled   = regexp.MustCompile(`(?im)^\s*UPDATE\s+(\w+)`)
)

// What a column holds in the rows that are older than it is no operation vouches for, so its table must
// say it (Table.Added), and a migration may put nothing else there: verify would call the rows broken.
func TestAddedColumnsAreDeclaredAsTheirMigrationsFillThem(t *testing.T) {
	t.Parallel()
	want := map[string][]string{} // by owned table: column and default, in the order of the migrations
	owned := map[string]bool{}
	got := map[string][]string{}
	for _, table := range instance.Tables() {
		owned[table.Name] = true
		first := len(table.Columns) - len(table.Old)
		for i, old := range table.Old {
			value, ok := old.(string)
			value = strconv.Quote(value)
			if n, number := old.(int64); number {
				value, ok = strconv.FormatInt(n, 10), true
			}
			if !ok {
				t.Errorf("%s.%s: %v is neither text nor a number", table.Name, table.Columns[first+i], old)
			}
			got[table.Name] = append(got[table.Name], table.Columns[first+i]+" "+value)
		}
	}
	for _, pattern := range []string{"../*/migrations/*.sql", "../*/*/migrations/*.sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d migrations, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			up, _, _ := strings.Cut(string(text), "-- +goose Down")
			for _, m := range altered.FindAllStringSubmatch(up, -1) {
				added := addition.FindStringSubmatch(m[0])
				switch {
				case !owned[m[1]]:
				case added == nil:
					t.Errorf("%s: write one column, NOT NULL, with its default: %s", file, m[0])
				default:
					value := added[2]
					if strings.HasPrefix(value, "'") {
						value = strconv.Quote(strings.Trim(value, "'"))
					}
					want[m[1]] = append(want[m[1]], added[1]+" "+value)
				}
			}
			for _, m := range filled.FindAllStringSubmatch(up, -1) {
				if owned[m[1]] {
					t.Errorf("%s: fills rows of %s, and the log knows nothing of it", file, m[1])
				}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
