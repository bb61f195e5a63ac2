package crash

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"time"

	"golang.org/x/net/html"

	"rambu.id/intake"
)

// visitor is a phone: it walks through the forms as they come, without scripts.
type visitor struct {
	http *http.Client
	base func() string // where the program listens now
}

// visit makes a visitor from a network of its own, because the door limits each network.
func visit(base func() string, network int) *visitor {
	return &visitor{http: &http.Client{Timeout: time.Minute, Transport: dialer(func() int { return network })}, base: base}
}

// dialer connects from an address in the network that it is told each time. All of 127/8 is
// this machine on Linux; elsewhere everybody comes from one network.
func dialer(network func() int) *http.Transport {
	return &http.Transport{
		MaxIdleConnsPerHost: 64,
		DialContext: func(ctx context.Context, kind, address string) (net.Conn, error) {
			var d net.Dialer
			if runtime.GOOS == "linux" {
				n := network() % 60_000
				d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, byte(1+n/250), byte(1+n%250), 1)}
			}
			return d.DialContext(ctx, kind, address)
		},
	}
}

// page is an answer.
type page struct {
	status int
	text   string
	node   *html.Node
}

func (v *visitor) do(ctx context.Context, method, path, kind string, body []byte) (*page, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.base()+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := v.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	node, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return &page{resp.StatusCode, string(b), node}, nil
}

func (v *visitor) get(ctx context.Context, path string) (*page, error) {
	return v.do(ctx, http.MethodGet, path, "", nil)
}

func (v *visitor) post(ctx context.Context, path string, values url.Values) (*page, error) {
	return v.do(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", []byte(values.Encode()))
}

// find returns the first element with this attribute value.
func (p *page) find(tag, attribute, value string) *html.Node {
	for n := range p.node.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag && attr(n, attribute) == value {
			return n
		}
	}
	return nil
}

// hidden are the fields that the form with this action carries along.
func (p *page) hidden(action string) url.Values {
	out := url.Values{}
	form := p.find("form", "action", action)
	if form == nil {
		return out
	}
	for n := range form.Descendants() {
		if n.Data == "input" && attr(n, "type") == "hidden" {
			out.Set(attr(n, "name"), attr(n, "value"))
		}
	}
	return out
}

// code is the receipt code on the page, or "".
func (p *page) code() string {
	n := p.find("p", "class", "r-code")
	if n == nil {
		return ""
	}
	return strings.ReplaceAll(text(n), " ", "")
}

// says is what a person reads on the page: its main part.
func (p *page) says() string {
	for n := range p.node.Descendants() {
		if n.Data == "main" {
			return text(n)
		}
	}
	return text(p.node)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// refused is an answer that a visitor did not hope for.
type refused struct {
	where string
	page  *page
}

func (r *refused) Error() string {
	return fmt.Sprintf("%s answered %d: %.600s", r.where, r.page.status, r.page.says())
}

// report is one report on its way.
type report struct {
	draft intake.Draft
	what  string
	size  int // of its file; 0: none
	form  url.Values
	code  string // once acknowledged
}

const fileName = "bukti.png"

// file is the file of the report: made anew each time, because a long run has many.
func (r *report) file() []byte { return png(r.what, r.size) }

// png returns a small picture, as far as anybody looks into it; no two are the same.
func png(id string, size int) []byte {
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), id...)
	return append(b, bytes.Repeat([]byte{'.'}, max(0, size-len(b)))...)
}

// begin opens the form.
func (v *visitor) begin(ctx context.Context, what string, size int) (*report, error) {
	p, err := v.get(ctx, "/lapor")
	if err != nil {
		return nil, err
	}
	draft, err := intake.ParseDraft(p.hidden("/lapor").Get("konsep"))
	if err != nil {
		return nil, &refused{"GET /lapor", p}
	}
	return &report{draft: draft, what: what, size: size}, nil
}

// answer fills in everything and brings the file. Afterwards the report waits to be sent.
func (v *visitor) answer(ctx context.Context, r *report) error {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range [][2]string{
		{"konsep", r.draft.String()},
		{"pintu", string(intake.DoorTip)},
		{"apa", r.what},
		{"kapan-d", "7"},
		{"kapan-m", "10"},
		{"kapan-y", "2024"},
		{"kecamatan", intake.DistrictUnknown},
		{"tempat", "Balai desa"},
		{"terlapor", "tidak tahu namanya"},
		{"jabatan", "pegawai kecamatan"},
	} {
		err := w.WriteField(f[0], f[1])
		if err != nil {
			return err
		}
	}
	if r.size > 0 {
		part, err := w.CreateFormFile("berkas", fileName)
		if err != nil {
			return err
		}
		_, err = part.Write(r.file())
		if err != nil {
			return err
		}
	}
	err := w.Close()
	if err != nil {
		return err
	}
	p, err := v.do(ctx, http.MethodPost, "/lapor/5", w.FormDataContentType(), body.Bytes())
	if err != nil {
		return err
	}
	form := p.hidden("/lapor/kirim")
	if p.status != http.StatusOK || form.Get("konsep") != r.draft.String() {
		return &refused{"POST /lapor/5", p}
	}
	r.form = form
	return nil
}

// send sends the report and notes the code it is acknowledged with.
func (v *visitor) send(ctx context.Context, r *report) error {
	p, err := v.post(ctx, "/lapor/kirim", r.form)
	if err != nil {
		return err
	}
	if p.status != http.StatusOK || p.code() == "" {
		return &refused{"POST /lapor/kirim", p}
	}
	r.code = p.code()
	return nil
}

// inbox opens the inbox of a code.
func (v *visitor) inbox(ctx context.Context, code string) error {
	p, err := v.post(ctx, "/kotak-surat", url.Values{"kode": {code}})
	if err != nil {
		return err
	}
	if p.status != http.StatusOK || p.hidden("/kotak-surat/balas").Get("kode") != code {
		return &refused{"POST /kotak-surat", p}
	}
	return nil
}
