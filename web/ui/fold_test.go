package ui

import (
	"html/template"
	"strings"
	"testing"
	"testing/fstest"

	"rambu.id/internal/words"
	"rambu.id/web/static"
)

const folded = `{{if eq lang "id"}}satu{{else}}one{{end}}{{if eq lang "en"}}two{{end}}<b lang="{{lang}}"></b>` +
	`<link rel="stylesheet" href="{{static "css/publik.css"}}">` +
	`{{define "x"}}<i title="{{t "a"}}">{{.}}</i>{{end}}<title>{{t "a"}}</title>` +
	`<p>{{t "b" "c" "d"}} {{if .On}}{{t "a"}}{{else}}{{t "b"}}{{end}}{{range .Many}}{{t "a"}}{{.}}{{end}}` +
	`{{with .On}}{{t "c" "on" .}}{{end}}{{template "x" (t "a")}}{{printf "%s-%s" (t "a") .Name}}{{t .Name}}{{$v := t "a"}}{{$v}}</p>`

// A page reads the same whether its texts are looked up for every visitor or once, also where a
// text holds what HTML would take for markup.
func TestFoldedTextsReadTheSame(t *testing.T) {
	calls := 0
	look := func(key string, args ...any) string {
		calls++
		return key + ` "q" <b> & 'x'|` + template.HTMLEscaper(args...)
	}
	data := map[string]any{"On": true, "Many": []int{1, 2}, "Name": "nama"}
	render := func(prepare func(*template.Template)) string {
		set := template.Must(template.New("p").Funcs(template.FuncMap{"t": look, "lang": func() string { return "en" }, "static": static.Path}).Parse(folded))
		prepare(set)
		calls = 0
		var b strings.Builder
		if err := set.Execute(&b, data); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	want := render(func(*template.Template) {})
	looked := calls
	got := render(func(set *template.Template) {
		folder{lang: "en", t: look, open: func(string) bool { return false }}.all(set)
	})
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// What depends on the data, and the declaration, are still looked up.
	if looked != 11 || calls != 3 {
		t.Errorf("%d texts were looked up without folding, %d with it", looked, calls)
	}
}

// A text with a region's own name is looked up for every page: the administrator may change the name.
func TestLocalNamesAreNotFolded(t *testing.T) {
	w, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	w = w.Own()
	p := New(w).Parse(fstest.MapFS{"p.html": {Data: []byte(`{{define "content"}}<p title="{{t "directive.codes.title"}}">{{t "directive.codes.title"}}</p>{{end}}`)}}, LayoutPrint, "p.html")
	for _, name := range []string{"Desa", "Nagori", `<b>"Nagori"`} {
		w.Call(map[string]string{"desa": name})
		for _, lang := range languages {
			made, err := p.Make(&struct{ Frame }{Frame{Lang: lang}})
			if err != nil {
				t.Fatal(err)
			}
			text := template.HTMLEscapeString(w.T(lang, "directive.codes.title"))
			if want := `<p title="` + text + `">` + text + `</p>`; !strings.Contains(string(made.body), want) {
				t.Errorf("%s, %s: no %q in %s", name, lang, want, made.body)
			}
		}
	}
}
