package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/api"
	"rambu.id/instance"
	"rambu.id/internal/clock"
	"rambu.id/roster"
)

const (
	supervisor = "bawaslu.18.01"
	government = "pemda.18.01"
	area       = "18.01"
	password   = "kata sandi uji yang panjang"
)

// monday is 7 October 2024, 09.00 WIB.
var monday = time.Date(2024, 10, 7, 2, 0, 0, 0, time.UTC)

// world is one instance with both rooms behind the interface. All names are invented.
type world struct {
	t       *testing.T
	in      *instance.Instance
	clock   *clock.Practice
	handler http.Handler
	tokens  map[string]string // by login
	people  map[string]roster.Person
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// staff of the two houses: post, name, NIP, class.
var staff = map[string][][4]string{
	supervisor: {
		{"ketua", "Ratna Contohsari, S.H.", "", "penyelenggara"},
		{"anggota-1", "Bagas Ujicoba, S.Sos.", "", "penyelenggara"},
		{"anggota-2", "Mira Umpamawati, M.H.", "", "penyelenggara"},
		{"penanganan-pelanggaran", "Gilang Misalputra, S.H.", "199004122015031991", "pns"},
		{"penerimaan", "Tri Andaiwati", "199208242016032992", "pns"},
		{"tata-usaha", "Rumini Contohningrat", "198511022009042993", "pns"},
		{"pengelola", "Dimas Anggapan, S.Kom.", "199307192019031994", "pns"},
	},
	government: {
		{"bupati", "Wira Contohkusumah, S.E.", "", "pejabat-negara"},
		{"sekda", "Ir. Bagus Kiranya, M.Si.", "196807121993031981", "pns"},
		{"bkpsdm/disiplin", "Laila Perumpamaan, M.M.", "198203142003122982", "pns"},
		{"inspektorat/inspektur", "Drs. Suharsono Misalbuana", "196901201995031983", "pns"},
		{"camat/18.01.06", "Rangga Contohwirawan, S.IP.", "197805232002121984", "pns"},
		{"camat/18.01.06/sekretaris", "Surya Contohlesmana, S.Sos.", "198402292006041987", "pns"},
		{"pengelola", "Yoga Andaiputra, S.T.", "199112052018011986", "pns"},
	},
}

// template is a settled instance that every test copies: settling one costs a second, most of it
// for passwords.
type template struct {
	dir    string
	people map[string]roster.Person
}

var settled = sync.OnceValues(func() (*template, error) {
	dir, err := os.MkdirTemp("", "rambu-api")
	if err != nil {
		return nil, err
	}
	tp := &template{dir: dir, people: map[string]roster.Person{}}
	return tp, tp.settle(context.Background())
})

func TestMain(m *testing.M) {
	code := m.Run()
	tp, err := settled()
	if err == nil {
		err = os.RemoveAll(tp.dir)
	}
	if err != nil {
		code = 1
	}
	os.Exit(code)
}

func (tp *template) settle(ctx context.Context) error {
	in, err := instance.Open(ctx, instance.Config{Data: tp.dir, Clock: clock.NewFrozen(monday), Practice: true})
	if err != nil {
		return err
	}
	plan, err := roster.MakePlan(in.Roster.Regions(), roster.Setup{Region: area, Members: 3})
	if err != nil {
		return err
	}
	_, err = in.Roster.Seed(rambu.System("", area), plan)
	if err != nil {
		return err
	}
	for house, people := range staff {
		err = tp.found(ctx, in, house, people)
		if err != nil {
			return err
		}
	}
	return in.Close()
}

// found gives a house its staff, keys and accounts, one for each post.
func (tp *template) found(ctx context.Context, in *instance.Instance, house string, people [][4]string) error {
	who := rambu.System(house, area)
	founding := access.FoundIn{Institution: house, Region: area}
	for _, p := range people {
		person, err := in.Roster.AddPerson(who, roster.Person{
			Name: roster.ParseName(p[1]), NIP: roster.NIP(p[2]), Class: roster.SubjectClass(p[3]),
		})
		if err != nil {
			return err
		}
		id := roster.PostID(house + "/" + p[0])
		_, err = in.Roster.StartTenure(who, roster.Tenure{
			Post: id, Person: person.ID, Mode: roster.Definitive, From: "2023-01-09",
			Decree: roster.Decree{Number: "UJI/1/2023", Date: "2023-01-05"},
		})
		if err != nil {
			return err
		}
		tp.people[string(id)] = person
		post, err := in.Roster.Post(ctx, id)
		if err != nil {
			return err
		}
		founding.Holders = append(founding.Holders, access.InviteIn{
			Institution: house, Region: area, Person: string(person.ID), Roles: post.Roles, Login: login(string(id)),
		})
	}
	links, _, err := in.Access.Found(ctx, founding)
	if err != nil {
		return err
	}
	for _, l := range links {
		err = in.Access.Accept(ctx, l.Token, password)
		if err != nil {
			return err
		}
	}
	return nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	tp, err := settled()
	must(t, err)
	data := filepath.Join(t.TempDir(), "data")
	must(t, os.CopyFS(data, os.DirFS(tp.dir)))
	must(t, os.Chmod(filepath.Join(data, "log.key"), 0o600))
	w := &world{t: t, clock: clock.NewFrozen(monday), tokens: map[string]string{}, people: tp.people}
	w.in, err = instance.Open(t.Context(), instance.Config{Data: data, Clock: w.clock, Practice: true})
	must(t, err)
	t.Cleanup(func() { _ = w.in.Close() })
	w.handler = api.Handler(w.in)
	return w
}

// login is the login name of whoever holds a post.
func login(post string) string { return strings.ReplaceAll(post, "/", ".") }

// to moves the legal clock to an hour of a day in Lampung.
func (w *world) to(date rambu.Date, hour int) {
	w.t.Helper()
	must(w.t, w.clock.MoveTo(date.Time(time.FixedZone("WIB", 7*3600)).Add(time.Duration(hour)*time.Hour)))
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	json   map[string]any
}

// at returns a value inside the answer: "pesan", "0", "isi".
func (a answer) at(path ...string) any {
	var v any = a.json
	for _, name := range path {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			i := int(name[0] - '0')
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (a answer) text(path ...string) string {
	s, _ := a.at(path...).(string)
	return s
}

func (a answer) list(path ...string) []any {
	l, _ := a.at(path...).([]any)
	return l
}

// send makes any request: body is JSON text.
func (w *world) send(method, path, token, body string, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return w.serve(r, token, headers...)
}

func (w *world) serve(r *http.Request, token string, headers ...string) answer {
	w.t.Helper()
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	a := answer{status: rec.Code, header: rec.Result().Header, body: rec.Body.Bytes()}
	_ = json.Unmarshal(a.body, &a.json) // some answers are text
	return a
}

// as signs in whoever holds a post, once, and returns the token.
func (w *world) as(post string) string {
	w.t.Helper()
	if post == "" || w.tokens[post] != "" {
		return w.tokens[post]
	}
	a := w.send("POST", "/masuk", "", encode(w.t, map[string]any{"login": login(post), "kata_sandi": password}))
	if a.status != http.StatusOK {
		w.t.Fatalf("sign in as %s: %d %s", post, a.status, a.body)
	}
	w.tokens[post] = a.text("token")
	return w.tokens[post]
}

type fields = map[string]any

func encode(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	must(t, err)
	return string(b)
}

// get reads something as the holder of a post ("" the public); it must succeed.
func (w *world) get(post, path string) answer {
	w.t.Helper()
	return w.ok(w.send("GET", path, w.as(post), ""), "GET "+path)
}

// post changes something as the holder of a post; it must succeed.
func (w *world) post(post, path string, body fields) answer {
	w.t.Helper()
	text := ""
	if body != nil {
		text = encode(w.t, body)
	}
	return w.ok(w.send("POST", path, w.as(post), text), "POST "+path)
}

// refused makes a change that must fail with a status and the key of a sentence ("" any).
func (w *world) refused(status int, key, post, path string, body fields) answer {
	w.t.Helper()
	a := w.send("POST", path, w.as(post), encode(w.t, body))
	if a.status != status || key != "" && a.text("error", "key") != key {
		w.t.Errorf("POST %s: got %d %s, want %d %s", path, a.status, a.body, status, key)
	}
	return a
}

func (w *world) ok(a answer, what string) answer {
	w.t.Helper()
	if a.status != http.StatusOK && a.status != http.StatusNoContent {
		w.t.Fatalf("%s: %d %s", what, a.status, a.body)
	}
	return a
}

// upload sends JSON with one file.
func (w *world) upload(post, path string, data fields, name, file string) answer {
	w.t.Helper()
	var b bytes.Buffer
	mw := multipart.NewWriter(&b)
	must(w.t, mw.WriteField("data", encode(w.t, data)))
	part, err := mw.CreateFormFile("berkas", name)
	must(w.t, err)
	_, err = io.WriteString(part, file)
	must(w.t, err)
	must(w.t, mw.Close())
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, api.Prefix+path, &b)
	r.Header.Set("Content-Type", mw.FormDataContentType())
	return w.serve(r, w.as(post))
}

// photo is a small picture.
func photo() string {
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)))
	if err != nil {
		panic(err)
	}
	return b.String()
}

func tip(secret string) fields {
	return fields{
		"rahasia": secret, "pintu": "informasi-awal", "berkas": true,
		"jawaban": fields{
			"apa": "Ikut kampanye dan mengajak warga di lapangan.", "kapan": "2024-10-05", "kecamatan": "18.01.06",
			"tempat": "Lapangan contoh", "terlapor": "pak surya sekcam", "jabatan": "sekcam",
		},
	}
}

func formal(secret string) fields {
	f := tip(secret)
	f["pintu"] = "laporan-resmi"
	a, _ := f["jawaban"].(fields)
	a["diketahui"], a["alamat_terlapor"] = "2024-10-05", "Kalianda"
	f["identitas"] = fields{
		"nama": "Pelapor Rahasiawati", "tempat_tanggal_lahir": "Kalianda, 1 Januari 1980", "jenis_kelamin": "P",
		"pekerjaan": "Pedagang", "kewarganegaraan": "Indonesia", "alamat": "Jalan Contoh 1", "telepon": "081200000000",
	}
	return f
}
