package api_test

import (
	"net/http"
	"strings"
	"testing"

	"rambu.id"
	"rambu.id/api"
	"rambu.id/api/wire"
	"rambu.id/intake"
)

// Every kind of error has its own place in HTTP; nothing falls through to 500 but our mistakes.
func TestEveryKindHasAStatus(t *testing.T) {
	t.Parallel()
	want := map[rambu.Kind]int{
		rambu.Invalid: 422, rambu.NotFound: 404, rambu.Forbidden: 403, rambu.Unauthenticated: 401, rambu.Conflict: 409, rambu.Blocked: 409,
		rambu.Locked: 403, rambu.TooLarge: 413, rambu.TooMany: 429, rambu.Unavailable: 503, rambu.Internal: 500, "unheard of": 500,
	}
	for kind, status := range want {
		if got := wire.Status(kind); got != status {
			t.Errorf("%s: %d, want %d", kind, got, status)
		}
	}
}

// What is not plainly the JSON of the contract is refused, each with its reason.
func TestBodiesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deep := strings.Repeat(`{"jawaban":`, 40) + "1" + strings.Repeat("}", 40)
	fields := `{"rahasia":"` + strings.Repeat("a", 10) + `"` + strings.Repeat(`,"x":1`, 100_000) + `}`
	var many strings.Builder
	many.WriteString(`{"kode":"x","pesan":["a"`)
	for range 100_000 {
		many.WriteString(`,"b"`)
	}
	many.WriteString("]}")
	good := `{"kode":"0000000000000000"}`
	for _, c := range []struct {
		name, path, body, media string
		status                  int
		key, field              string
	}{
		{"good JSON reaches the domain", "/kotak-surat", good, "application/json", 422, "intake.error.code", "kode"},
		{"charset is fine", "/kotak-surat", good, "application/json; charset=utf-8", 422, "intake.error.code", "kode"},
		{"form", "/kotak-surat", "kode=0000", "application/x-www-form-urlencoded", 422, "api.error.content_type", ""},
		{"plain text", "/kotak-surat", good, "text/plain", 422, "api.error.content_type", ""},
		{"no type", "/kotak-surat", good, "", 422, "api.error.content_type", ""},
		{"multipart where no files are taken", "/kotak-surat", good, "multipart/form-data; boundary=x", 422, "api.error.content_type", ""},
		{"nothing", "/kotak-surat", "", "application/json", 422, "api.error.json", ""},
		{"broken", "/kotak-surat", `{"kode":`, "application/json", 422, "api.error.json", ""},
		{"two values", "/kotak-surat", good + good, "application/json", 422, "api.error.json", ""},
		{"not UTF-8", "/kotak-surat", "{\"kode\":\"\xff\"}", "application/json", 422, "api.error.json", ""},
		{"a list", "/kotak-surat", `["kode"]`, "application/json", 422, "api.error.value", ""},
		{"null", "/kotak-surat", `null`, "application/json", 422, "api.error.value", ""},
		{"wrong type", "/kotak-surat", `{"kode":7}`, "application/json", 422, "api.error.value", "kode"},
		{"missing", "/kotak-surat", `{}`, "application/json", 422, "api.error.required", "kode"},
		{"unknown name", "/kotak-surat", `{"kode":"x","peran":"auditor"}`, "application/json", 422, "api.error.unknown", "peran"},
		{"other case", "/kotak-surat", `{"Kode":"0000000000000000"}`, "application/json", 422, "api.error.unknown", "Kode"},
		{"twice", "/kotak-surat", `{"kode":"x","kode":"y"}`, "application/json", 422, "api.error.twice", "kode"},
		{"twice inside", "/laporan", `{"pintu":"informasi-awal","jawaban":{"apa":"a","apa":"b"}}`, "application/json", 422, "api.error.twice", "apa"},
		{"closed list", "/laporan", `{"pintu":"belakang","jawaban":{"apa":"a","kecamatan":"daring"}}`, "application/json", 422, "api.error.value", "pintu"},
		{"no such day", "/laporan", `{"pintu":"informasi-awal","jawaban":{"apa":"a","kecamatan":"daring","kapan":"2024-02-30"}}`, "application/json", 422, "api.error.value", "jawaban.kapan"},
		{"deep", "/laporan", deep, "application/json", 422, "api.error.json", ""},
		{"a hundred thousand times one name", "/laporan", fields, "application/json", 422, "api.error.twice", "x"},
		{"a hundred thousand values", "/kotak-surat/hapus", many.String(), "application/json", 413, "api.error.too_large", ""},
		{"too many bytes", "/kotak-surat", `{"kode":"` + strings.Repeat("0", 5<<20) + `"}`, "application/json", 413, "api.error.too_large", ""},
		{"query nobody asked for", "/kotak-surat?x=1", good, "application/json", 422, "api.error.unknown", "x"},
	} {
		a := w.send("POST", c.path, "", c.body, "Content-Type", c.media)
		if a.status != c.status || a.text("error", "key") != c.key || a.text("error", "field") != c.field {
			t.Errorf("%s: got %d %.300s, want %d %s on %q", c.name, a.status, a.body, c.status, c.key, c.field)
		}
		if len(a.body) > 10_000 {
			t.Errorf("%s: the answer has %d bytes", c.name, len(a.body))
		}
	}
}

// Several faults come together, each on its field and in the language asked for.
func TestSeveralFaultsAreAListInTheChosenLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := `{"pintu":"laporan-resmi","jawaban":{"apa":"","kecamatan":"18.01.06"},"identitas":{"nama":"","tempat_tanggal_lahir":"x","jenis_kelamin":"P","pekerjaan":"x","kewarganegaraan":"x","alamat":"x","telepon":"x"}}`
	id := w.send("POST", "/laporan", "", body)
	if id.status != 422 || len(id.list("errors")) < 2 || id.text("error", "message") != id.text("errors", "0", "message") {
		t.Fatalf("got %d %s", id.status, id.body)
	}
	on := map[string]bool{}
	for i := range id.list("errors") {
		on[id.text("errors", string(rune('0'+i)), "field")] = true
	}
	if !on["apa"] || !on["nama"] {
		t.Errorf("faults on %v", on)
	}
	for accept, want := range map[string]string{
		"": "id", "id": "id", "en": "en", "en-GB,en;q=0.9": "en", "fr, id;q=0.5": "id", "fr": "id", "en;q=0.2, id": "id", "((": "id",
	} {
		a := w.send("GET", "/sesi", "", "", "Accept-Language", accept)
		english := strings.HasPrefix(a.text("error", "message"), "This request needs a token")
		if a.header.Get("Content-Language") != want || english != (want == "en") {
			t.Errorf("%q: %s %s", accept, a.header.Get("Content-Language"), a.body)
		}
	}
}

// Without a token of a live session there is no desk; a cookie is no token.
func TestNothingWithoutABearerToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.as(supervisor + "/ketua")
	for _, rt := range api.Routes() {
		if rt.Room == "umum" {
			continue
		}
		for name, headers := range map[string][]string{
			"nothing": nil, "cookie": {"Cookie", "rambu=" + token + "; __Host-rambu=" + token},
			"basic": {"Authorization", "Basic " + token}, "wrong": {"Authorization", "Bearer " + strings.Repeat("a", len(token))},
			"empty": {"Authorization", "Bearer "},
		} {
			a := w.send(rt.Method, rt.Path, "", "", headers...)
			if a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s %s with %s: %d %s", rt.Method, rt.Path, name, a.status, a.body)
			}
		}
	}
	if a := w.send("GET", "/sesi", token, ""); a.status != 200 || a.text("login") != login(supervisor+"/ketua") {
		t.Fatalf("session: %s", a.body)
	}
	w.ok(w.send("DELETE", "/sesi", token, ""), "sign out")
	if a := w.send("GET", "/sesi", token, ""); a.status != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", a.status)
	}
}

// A wrong password says one sentence, and guessing is slowed down; a program that signed in before does
// not wait for what others guess.
func TestGuessingPasswordsIsSlowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	right := func(device string) answer {
		return w.send("POST", "/masuk", "", `{"login":"`+login(supervisor+"/ketua")+`","kata_sandi":"`+password+`","perangkat":"`+device+`"}`)
	}
	device := right("").text("perangkat")
	body := `{"login":"` + login(supervisor+"/ketua") + `","kata_sandi":"tebakan yang salah sekali"}`
	for range 30 {
		a := w.send("POST", "/masuk", "", body)
		if a.status == http.StatusTooManyRequests {
			if a.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			if got := right(""); got.text("error", "key") != "access.error.wait_here" {
				t.Errorf("an unknown program: %s", got.body)
			}
			if got := right(device); got.status != http.StatusOK || got.text("perangkat") != device {
				t.Errorf("a known program: %s", got.body)
			}
			return
		}
		if a.status != http.StatusUnauthorized || a.text("error", "key") != "access.error.signin" {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	t.Error("thirty wrong passwords in a row were tried")
}

// Answers are kept by nobody and run nowhere; addresses that are none tell nothing.
func TestAnswersAreProtected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.send("GET", "/tidak-ada", "", "")
	if a.status != http.StatusNotFound || a.text("error", "kind") != "not-found" || a.text("error", "reference") == "" {
		t.Errorf("no such address: %d %s", a.status, a.body)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "Access-Control-Allow-Origin": "",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if a := w.send("PUT", "/laporan", "", `{}`); a.status != http.StatusNotFound {
		t.Errorf("PUT: %d", a.status)
	}
	if a := w.send("GET", "/openapi.yaml", "", ""); a.status != 200 || !strings.Contains(string(a.body), "version: "+api.Version) {
		t.Errorf("contract: %d %.100s", a.status, a.body)
	}
}

// An officer of the government finds no route of Bawaslu, an officer of Bawaslu none of the
// government, whatever he sends: generated from the table of routes.
func TestTheWallStandsOnEveryRoute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.post("", "/laporan", tip(intake.NewDraft().String())).text("nomor")
	met := map[string]int{}
	for _, rt := range api.Routes() {
		stranger := map[string]string{"bawaslu": government + "/sekda", "pemda": supervisor + "/ketua"}[rt.Room]
		if stranger == "" {
			continue
		}
		met[rt.Room]++
		a := w.send(rt.Method, rt.Path, w.as(stranger), "")
		if a.status != http.StatusNotFound || a.text("error", "key") != "error.not-found" {
			t.Errorf("%s %s: %d %s", rt.Method, rt.Path, a.status, a.body)
		}
	}
	if met["bawaslu"] == 0 {
		t.Error("no route of Bawaslu was tried")
	}
	for _, post := range []string{"sekda", "bupati", "bkpsdm/disiplin", "pengelola"} {
		for _, path := range []string{"/laporan-masuk/" + id, "/laporan-masuk/" + id + "/berkas/x", "/surat/" + id} {
			a := w.send("GET", path, w.as(government+"/"+post), "")
			if a.status != http.StatusNotFound || strings.Contains(string(a.body), id) {
				t.Errorf("%s reads %s: %d %s", post, path, a.status, a.body)
			}
		}
	}
	a := w.send("GET", "/jejak", w.as(government+"/pengelola"), "")
	if a.status != http.StatusOK || strings.Contains(string(a.body), id) || strings.Contains(string(a.body), "intake.") {
		t.Errorf("the government's trail: %d %.500s", a.status, a.body)
	}
	a = w.send("GET", "/jejak?objek="+id, w.as(supervisor+"/pengelola"), "")
	if a.status != http.StatusOK || a.text("butir", "0", "jenis") != "intake.submit" {
		t.Errorf("Bawaslu's trail: %d %.500s", a.status, a.body)
	}
}

// What went wrong inside is told to the log, not to the client.
func TestInsideStaysInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.in.DB.Close())
	a := w.send("POST", "/kotak-surat", "", `{"kode":"0000000000000000"}`)
	if a.status < 500 || strings.Contains(string(a.body), "sql") || strings.Contains(string(a.body), "closed") {
		t.Errorf("got %d %s", a.status, a.body)
	}
}
