package intake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/web/ui"
)

// maxForm is the largest form without files that is read: far more than a person writes, so
// that one who pasted too much is told how much it was and keeps it.
const maxForm = 12 << 20

// largeForm is from where on forms are read only few at a time.
const largeForm = 512 << 10

const maxParts = 100

// carried are the fields that travel from page to page. What is not here is not read.
func carried() []string {
	return []string{
		"konsep", "pintu", "tinjau", "ada", "apa", "kapan-d", "kapan-m", "kapan-y", "diketahui-d", "diketahui-m", "diketahui-y",
		"kecamatan", "tempat", "terlapor", "jabatan", "alamat_terlapor", "saksi", "bukti",
		"nama", "lahir", "kelamin", "pekerjaan", "kewarganegaraan", "alamat", "telepon", "email",
	}
}

// commands are what buttons add.
func commands() []string {
	return []string{"ke", "ubah", "hapus", "kode", "kunci", "balasan", "empat", "tarik"}
}

// How long a form may take to arrive: one of texts, and one with files from a slow phone.
const (
	formTime = time.Minute
	fileTime = 30 * time.Minute
)

// within ends the reading of a request after a while; 0 takes that back, so that nothing is cut off while
// the answer is made. A client that sends drop by drop would hold its place for good.
func (p *Pages) within(w http.ResponseWriter, d time.Duration) {
	var end time.Time
	if d > 0 {
		end = p.Machine.Now().Add(d)
	}
	_ = http.NewResponseController(w).SetReadDeadline(end) // not every connection can
}

// read reads a form: plain, or with files, which file takes in one after another as they arrive; nil is for a
// form that brings none. Only known fields are kept, the first value of each. What arrived of a form that
// could not be read to its end is returned with the error.
func (p *Pages) read(w http.ResponseWriter, r *http.Request, file func(url.Values, *multipart.Part) error) (values url.Values, err error) {
	span := formTime
	if file == nil {
		file = noFile
	} else if isMultipart(r) {
		span = fileTime
	}
	p.within(w, span)
	if isMultipart(r) {
		values, err = readParts(r, file)
	} else {
		values, err = p.readText(w, r)
	}
	if err == nil {
		p.within(w, 0)
	}
	return values, err
}

func isMultipart(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// readText reads a plain form. One that has shown itself large, by sending so much and not by saying so,
// waits until few others are being read.
func (p *Pages) readText(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	body := http.MaxBytesReader(w, r.Body, maxForm)
	var text bytes.Buffer
	text.Grow(int(min(max(r.ContentLength, 0), 8<<10)) + bytes.MinRead) // what a report needs, not what somebody says
	_, err := text.ReadFrom(io.LimitReader(body, largeForm))
	if err != nil {
		return begun(text.String(), err), bodyError(err)
	}
	if text.Len() == largeForm {
		leave, err := p.enter(r)
		if err != nil {
			p.within(w, formTime)
			_, _ = io.Copy(io.Discard, body) // else the answer may be lost behind what is still on its way
			return begun(text.String(), os.ErrDeadlineExceeded), err
		}
		defer leave()
		p.within(w, formTime) // the wait is not the reporter's fault
		_, err = text.ReadFrom(body)
		if err != nil {
			return begun(text.String(), err), bodyError(err)
		}
	}
	all, err := url.ParseQuery(text.String())
	if err != nil {
		return nil, bodyError(err)
	}
	return known(all), nil
}

// enter takes a place among the large forms that are read at a time. A network takes one at most, so that
// whoever floods the door from one leaves the other to the rest.
func (p *Pages) enter(r *http.Request) (leave func(), err error) {
	own := p.gate.Of(p.Client(r)).large
	wait := time.NewTimer(formTime)
	defer wait.Stop()
	err = place(r.Context(), own, wait)
	if err != nil {
		return nil, err
	}
	err = place(r.Context(), p.big, wait)
	if err != nil {
		<-own
		return nil, err
	}
	return func() { <-p.big; <-own }, nil
}

// place takes a place, unless the wait ends before.
func place(ctx context.Context, places chan<- struct{}, wait *time.Timer) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return rambu.Errorf(rambu.Unavailable, "the reporter has gone")
	case <-wait.C:
		return rambu.Fault(rambu.Unavailable, "intake.error.large_busy")
	}
}

// begun are the fields of a form that did not arrive in time: the last one may be cut. Of a form that failed
// otherwise there are none, because its sender has gone or sent more than a page can give back.
func begun(text string, err error) url.Values {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	if at := strings.LastIndexByte(text, '%'); at >= 0 && at > len(text)-3 {
		text = text[:at]
	}
	all, _ := url.ParseQuery(text) // what can be read
	values := known(all)
	for name := range values {
		values.Set(name, strings.ToValidUTF8(values.Get(name), ""))
	}
	return values
}

func known(all url.Values) url.Values {
	kept := url.Values{}
	for _, name := range append(carried(), commands()...) {
		if all.Has(name) {
			kept.Set(name, all.Get(name))
		}
	}
	return kept
}

func bodyError(err error) error {
	kind, key := rambu.Invalid, "intake.error.body"
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		kind, key = rambu.TooLarge, "intake.error.too_large"
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		key = "intake.error.slow"
	}
	return &rambu.Error{Kind: kind, Key: key, Detail: "the form could not be read", Err: err}
}

// readParts reads a form with files. Text fields stand before the files, so that what was typed
// is known when a file fails. The problems of files are returned with the values.
func readParts(r *http.Request, file func(url.Values, *multipart.Part) error) (url.Values, error) {
	mr, err := r.MultipartReader()
	if err != nil {
		return nil, bodyError(err)
	}
	values := url.Values{}
	left := int64(maxForm)
	var problems rambu.Errors
	for range maxParts {
		part, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return known(values), problems.Err()
		}
		if err != nil {
			return known(values), append(problems, brokenForm(err))
		}
		if part.FileName() != "" {
			err = file(values, part)
			if e, ok := errors.AsType[*rambu.Error](err); ok && e.Field != "" {
				problems = append(problems, e)
			} else if err != nil {
				return known(values), err
			}
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, left+1))
		left -= int64(len(b))
		if err != nil || left < 0 {
			return known(values), bodyError(errors.Join(err, &http.MaxBytesError{Limit: maxForm}))
		}
		if !values.Has(part.FormName()) {
			values.Set(part.FormName(), string(b))
		}
	}
	return known(values), bodyError(errors.New("too many parts"))
}

// brokenForm is a form that stopped between its parts, or exceeds what is taken in at once.
func brokenForm(err error) *rambu.Error {
	key := "intake.error.broken_form"
	kind := rambu.Invalid
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		kind, key = rambu.TooLarge, "intake.error.too_large"
	}
	return &rambu.Error{Kind: kind, Key: key, Field: "berkas", Detail: "the form ended early", Err: err}
}

// form is a read form with its draft.
type form struct {
	values url.Values
	draft  intake.Draft
	door   intake.Door
}

// parse reads the draft; without one nothing can be kept together.
func parse(values url.Values) (*form, error) {
	draft, err := intake.ParseDraft(values.Get("konsep"))
	if err != nil {
		return nil, err
	}
	return &form{values: values, draft: draft, door: intake.Door(values.Get("pintu"))}, nil
}

// submission turns typed values into a report, with the faults of dates that are none.
func (p *Pages) submission(f *form) (intake.Submission, rambu.Errors) {
	const any = 1 << 30 // lengths are the domain's to judge
	in := &ui.Input{Values: f.values}
	text := func(name string) string { return in.Text(name, any) }
	s := intake.Submission{
		Draft: f.draft, Institution: p.Office.Institution, Region: p.Office.Region, Door: f.door, Files: f.values.Has("ada"),
	}
	s.Answers = intake.Answers{
		What: text("apa"), When: in.Date("kapan"), District: text("kecamatan"), Place: text("tempat"),
		Who: text("terlapor"), Post: text("jabatan"), Witnesses: text("saksi"), Evidence: text("bukti"),
	}
	if f.door == intake.DoorFormal {
		s.Answers.Known, s.Answers.Address = in.Date("diketahui"), text("alamat_terlapor")
		s.Identity = &intake.Identity{
			Name: text("nama"), Birth: text("lahir"), Sex: text("kelamin"), Occupation: text("pekerjaan"),
			Citizenship: text("kewarganegaraan"), Address: text("alamat"), Phone: text("telepon"), Email: text("email"),
		}
	}
	dates, _ := errors.AsType[rambu.Errors](in.Err())
	return s, dates
}

// faults returns everything that is wrong with a form, in the order of the pages.
func (p *Pages) faults(f *form) rambu.Errors {
	s, found := p.submission(f)
	err := p.Desk.Validate(f.door, p.Office.Region, s.Answers, s.Identity)
	more, _ := errors.AsType[rambu.Errors](err)
	found = append(found, more...)
	order := func(e *rambu.Error) int { return stepOf(e.Field) }
	slices.SortStableFunc(found, func(a, b *rambu.Error) int { return order(a) - order(b) })
	return found
}

// step is one page of questions.
type step struct {
	n      int
	fields []string
}

// steps are the pages of questions; the last one is for the formal door.
func steps() []step {
	return []step{
		{1, []string{"apa"}},
		{2, []string{"kapan", "diketahui"}},
		{3, []string{"kecamatan", "tempat"}},
		{4, []string{"terlapor", "jabatan", "alamat_terlapor", "saksi"}},
		{5, []string{"bukti", "berkas"}},
		{6, []string{"nama", "lahir", "kelamin", "pekerjaan", "kewarganegaraan", "alamat", "telepon", "email"}},
	}
}

// The page with files, and the one with the identity.
const (
	fileStep     = 5
	identityStep = 6
)

func lastStep(door intake.Door) int {
	if door == intake.DoorFormal {
		return identityStep
	}
	return fileStep
}

// stepOf returns the page of a field, 0 for none.
func stepOf(field string) int {
	for _, s := range steps() {
		if slices.Contains(s.fields, field) {
			return s.n
		}
	}
	return 0
}

// only returns the faults that belong to a page.
func only(all rambu.Errors, n int) error {
	var mine rambu.Errors
	for _, e := range all {
		if stepOf(e.Field) == n {
			mine = append(mine, e)
		}
	}
	return mine.Err()
}

// hidden is a field that travels along.
type hidden struct{ Name, Value string }

// carry returns the fields of other pages than n, as they were typed.
func (f *form) carry(n int) []hidden {
	var out []hidden
	for _, name := range carried() {
		base, _, _ := strings.Cut(name, "-")
		if v := f.values.Get(name); v != "" && (stepOf(base) != n || n == 0) {
			out = append(out, hidden{name, v})
		}
	}
	return out
}

// stepNumber reads the page number of an address.
func stepNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= identityStep && strconv.Itoa(n) == s
}

// stage takes in one file of a report.
func (p *Pages) stage(r *http.Request) func(url.Values, *multipart.Part) error {
	return func(values url.Values, part *multipart.Part) error {
		f, err := parse(values)
		if err != nil || part.FormName() != "berkas" {
			return err
		}
		err = p.gate.allow(p.gate.Of(p.Client(r)).file)
		if err != nil {
			return err
		}
		_, err = p.Desk.Stage(r.Context(), p.Office.Institution, f.draft, evidence.StageIn{
			Region: p.Office.Region, Name: part.FileName(), Body: part,
		})
		return err
	}
}
