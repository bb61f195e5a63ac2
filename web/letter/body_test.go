package letter

import (
	"html/template"
	"strings"
	"testing"

	"rambu.id/internal/pdf"
)

// The agenda of a meeting is one cell with a line for each item.
func TestACellKeepsItsLines(t *testing.T) {
	t.Parallel()
	set := template.Must(template.New("").Funcs(template.FuncMap{
		"lines": func(s string) []string { return strings.Split(s, "\n") },
	}).ParseFS(files, "body.html"))
	var out strings.Builder
	err := set.ExecuteTemplate(&out, "letterbody", bodyOf(pdf.Document{Body: []pdf.Block{
		pdf.Table{Header: []string{"Rapat", ""}, Rows: [][]string{{"Acara", "1. Pembukaan\n2. <b>Netralitas</b>"}}},
	}}).Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "1. Pembukaan<br>2. &lt;b&gt;Netralitas&lt;/b&gt;</td>") {
		t.Errorf("the items run together:\n%s", out.String())
	}
}
