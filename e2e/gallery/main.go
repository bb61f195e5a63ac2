// Command gallery serves every component of web/ui filled, empty and with errors, so that the
// browser tests and a designer can look at them. It is no part of the product.
package main

import (
	"embed"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/web/static"
	"rambu.id/web/ui"
)

//go:embed *.html
var files embed.FS

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	if err := run(*addr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(addr string) error {
	w, err := words.Load()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", l.Addr())
	srv := &http.Server{Handler: routes(ui.New(w)), ReadHeaderTimeout: 5 * time.Second}
	return srv.Serve(l)
}

func routes(rd *ui.Renderer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, static.Handler())
	mux.Handle("/tutup", ui.Leave("/ditutup", nil))
	for _, kind := range []string{"publik", "meja", "surat"} {
		g := gallery{rd: rd, kind: kind}
		layout := map[string]string{"publik": ui.LayoutPublic, "meja": ui.LayoutDesk, "surat": ui.LayoutPrint}[kind]
		g.full = rd.Parse(files, layout, "gallery.html")
		g.done = rd.Parse(files, layout, "done.html")
		mux.Handle("GET /"+kind, rd.Handle(g.show))
		mux.Handle("GET /"+kind+"/kosong", rd.Handle(g.empty))
		mux.Handle("GET /"+kind+"/galat", rd.Handle(g.wrong))
		mux.Handle("GET /"+kind+"/selesai", rd.Handle(g.finished))
		mux.Handle("POST /"+kind, rd.Handle(g.post))
	}
	mux.Handle("GET /rusak", rd.Handle(func(http.ResponseWriter, *http.Request) error {
		return rambu.Errorf(rambu.Internal, "disk 7 of host kantor-3 is full")
	}))
	mux.Handle("/", rd.NotFound())
	return rd.Protect(mux, ui.Options{})
}

type gallery struct {
	rd         *ui.Renderer
	kind       string
	full, done *ui.Page
}

func (g gallery) frame(r *http.Request) ui.Frame {
	f := g.rd.Frame(r, "ui.name")
	f.InlineCSS = g.kind == "publik" && r.URL.Query().Has("inline")
	f.Operator = "Bawaslu Kabupaten Rekaan"
	f.Help = &ui.Help{Text: "0800 000 000", Href: "/bantuan"}
	if g.kind == "meja" {
		f.Who = &ui.Who{Name: "Siti Contoh, S.H.", Post: "Penangan Perkara", Institution: "Bawaslu Kabupaten Rekaan", Roles: []string{"petugas penerimaan"}}
		f.Nav = []ui.NavItem{{Text: "Tugas saya", Href: "/meja", Count: 3}, {Text: "Meja perkara", Href: "/meja/perkara"}, {Text: "Surat", Href: "/meja/surat"}, {Text: "Register hukum", Href: "/hukum"}}
		f.Practice = &ui.Practice{NowText: words.Date(f.Lang, "2024-10-07"), Label: "Kabupaten Rekaan"}
		f.SignOut = "/keluar"
	}
	return f
}

func (g gallery) show(w http.ResponseWriter, r *http.Request) error {
	page := sample(g.rd, g.frame(r), g.kind)
	page.Flash = "Perkara 012/REG/LP/PB/Kab/08.05/X/2024."
	return g.full.Render(w, http.StatusOK, page)
}

func (g gallery) empty(w http.ResponseWriter, r *http.Request) error {
	page := &samplePage{Frame: g.frame(r), Kind: g.kind}
	fm := g.rd.Form(&page.Frame, nil)
	page.fields(fm)
	page.NoTable = ui.Table{Caption: "Perkara", Empty: "Belum ada perkara."}
	page.Table = page.NoTable
	return g.full.Render(w, http.StatusOK, page)
}

func (g gallery) wrong(w http.ResponseWriter, r *http.Request) error {
	f := g.frame(r)
	faults := rambu.Errors{
		rambu.Fault(rambu.Invalid, "ui.error.too_long", "n", "10").On("apa"),
		rambu.Fault(rambu.Invalid, "ui.error.date").On("kapan"),
		rambu.Fault(rambu.Invalid, "ui.error.choose").On("pilih"),
		rambu.Fault(rambu.Invalid, "ui.error.choose").On("boleh"),
		rambu.Fault(rambu.Invalid, "error.too-large").On("berkas"),
	}
	f.Problems, _ = g.rd.Problems(f.Lang, faults)
	return g.full.Render(w, ui.Status(faults), sample(g.rd, f, g.kind))
}

func (g gallery) finished(w http.ResponseWriter, r *http.Request) error {
	page := &samplePage{Frame: g.frame(r), Panel: ui.Panel{Title: g.rd.T(ui.Lang(r), "ui.status.done"), Text: "LP-7KQ2"}}
	return g.done.Render(w, http.StatusOK, page)
}

func (g gallery) post(w http.ResponseWriter, r *http.Request) error {
	in, err := ui.Read(w, r)
	if err != nil {
		return err
	}
	in.Required("apa", 10, "ui.error.choose")
	in.Date("kapan")
	f := g.frame(r)
	if err := in.Err(); err != nil {
		f.Problems, _ = g.rd.Problems(f.Lang, err)
		page := sample(g.rd, f, g.kind)
		page.fields(g.rd.Form(&page.Frame, in.Values))
		return g.full.Render(w, ui.Status(err), page)
	}
	http.Redirect(w, r, "/"+g.kind+"/selesai", http.StatusSeeOther)
	return nil
}
