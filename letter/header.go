package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/letter/kinds"
)

// Header is the clear envelope of a letter. Its text is what is signed; the digests tie the
// sealed body and signature block to it.
type Header struct {
	ID       string
	Kind     kinds.Kind
	Version  int
	From     string // institution
	Signer   string // post
	Account  string // who signed
	Key      string // the account's key: a later key does not unmake the signature
	Method   Method
	Nature   Nature
	Number   string
	Date     rambu.Date
	ReplyDue rambu.Date
	ReplyTo  string
	To       []string // posts
	CC       []string
	Body     string // SHA-256 of the sealed body, hex
	Block    string // SHA-256 of the sealed signature block, hex
}

// headerVersion begins every header; a new form gets a new line.
const headerVersion = "rambu/letter/v1"

// maxHeader bounds a header to parse, in bytes: the longest addresses of as many recipients as a
// letter may have.
const maxHeader = 640 << 10

// Text is the canonical form: one line a field, in one order, values quoted.
func (h Header) Text() string {
	var b strings.Builder
	b.WriteString(headerVersion + "\n")
	line := func(name, value string) { b.WriteString(name + ": " + strconv.Quote(value) + "\n") }
	line("id", h.ID)
	line("kind", string(h.Kind))
	line("version", strconv.Itoa(h.Version))
	line("from", h.From)
	line("signer", h.Signer)
	line("account", h.Account)
	line("key", h.Key)
	line("method", string(h.Method))
	line("nature", string(h.Nature))
	line("number", h.Number)
	line("date", string(h.Date))
	line("reply-due", string(h.ReplyDue))
	line("reply-to", h.ReplyTo)
	for _, s := range h.To {
		line("to", s)
	}
	for _, s := range h.CC {
		line("cc", s)
	}
	line("body", h.Body)
	line("block", h.Block)
	return b.String()
}

// Hash is the SHA-256 of the text in hex: what the QR code and the public check compare.
func (h Header) Hash() string { return hashOf([]byte(h.Text())) }

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ParseHeader reads a canonical text and refuses every other spelling of it.
func ParseHeader(text string) (Header, error) {
	bad := func(what string) (Header, error) {
		return Header{}, rambu.Errorf(rambu.Invalid, "letter header: %s", what)
	}
	if len(text) > maxHeader {
		return bad("too long")
	}
	rest, ok := strings.CutPrefix(text, headerVersion+"\n")
	if !ok {
		return bad("unknown version")
	}
	var h Header
	for rest != "" {
		var one string
		one, rest, ok = strings.Cut(rest, "\n")
		name, quoted, colon := strings.Cut(one, ": ")
		value, err := strconv.Unquote(quoted)
		if !ok || !colon || err != nil || !h.set(name, value) {
			return bad("malformed line")
		}
	}
	if h.Text() != text {
		return bad("not canonical")
	}
	return h, h.validate()
}

// set fills one field; false for a name no header has.
func (h *Header) set(name, value string) bool {
	fields := map[string]*string{
		"id": &h.ID, "kind": (*string)(&h.Kind), "from": &h.From, "signer": &h.Signer, "account": &h.Account, "key": &h.Key,
		"method": (*string)(&h.Method), "nature": (*string)(&h.Nature), "number": &h.Number, "date": (*string)(&h.Date),
		"reply-due": (*string)(&h.ReplyDue), "reply-to": &h.ReplyTo, "body": &h.Body, "block": &h.Block,
	}
	switch name {
	case "to":
		h.To = append(h.To, value)
		return true
	case "cc":
		h.CC = append(h.CC, value)
		return true
	case "version":
		n, err := strconv.Atoi(value)
		h.Version = n
		return err == nil
	}
	field, ok := fields[name]
	if ok {
		*field = value
	}
	return ok
}

// validate refuses what no signed letter of ours says.
func (h Header) validate() error {
	ok := rambu.ValidID("srt", h.ID) && h.Kind.Valid() && h.Version > 0 && h.Number != "" && h.Date.Valid() &&
		len(h.To) > 0 && slices.Contains([]Method{ByKey, ByBSrE, ByInk}, h.Method) &&
		slices.Contains(Natures(), h.Nature) && InstitutionOf(h.Signer) == h.From &&
		(h.ReplyDue == "" || h.ReplyDue.Valid()) && (h.ReplyTo == "" || rambu.ValidID("srt", h.ReplyTo))
	if !ok {
		return rambu.Errorf(rambu.Invalid, "letter header: a field cannot be right")
	}
	return nil
}

// addressed reports whether the header names a post in that part.
func (h Header) addressed(post string, part Part) bool {
	if part == PartCC {
		return slices.Contains(h.CC, post)
	}
	return slices.Contains(h.To, post)
}
