package intake

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"rambu.id"
	"rambu.id/seal"
	"rambu.id/seal/short"
)

// idAlphabet is Crockford's base32 in lower case, as of all public ids.
const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var crockford = base32.NewEncoding(idAlphabet).WithPadding(base32.NoPadding)

const reportPrefix = "lap"

// Draft is the random secret the first page of the form carries. Report id and code derive from
// it, so a submit that is repeated, or whose answer was lost, is the same report with the same
// code. It is never stored.
type Draft [32]byte

// NewDraft makes a random draft.
func NewDraft() Draft {
	var d Draft
	_, _ = rand.Read(d[:])
	return d
}

// ParseDraft reads the text of a draft.
func ParseDraft(s string) (Draft, error) {
	var d Draft
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != len(d) {
		return d, rambu.Fault(rambu.Invalid, "intake.error.draft")
	}
	copy(d[:], b)
	return d, nil
}

// String is the draft as a form carries it.
func (d Draft) String() string { return base64.RawURLEncoding.EncodeToString(d[:]) }

// ReportID is the id of the report this draft becomes.
func (d Draft) ReportID() string { return d.secrets().reportID() }

// Code is the receipt code of the report this draft becomes.
func (d Draft) Code() Code { return d.secrets().code() }

// draftSecrets derives what a draft becomes.
type draftSecrets struct{ root seal.Root }

func (d Draft) secrets() draftSecrets { return draftSecrets{seal.NewRoot(d[:])} }

func (s draftSecrets) reportID() string {
	return reportPrefix + "_" + crockford.EncodeToString(s.root.Derive("report")[:16])
}

func (s draftSecrets) code() Code {
	var c Code
	copy(c[:], s.root.Derive("code"))
	return c
}

// digest is the key of the digest by which a repeated submit is compared with the first.
func (s draftSecrets) digest() []byte { return s.root.Derive("digest") }

// Code is a receipt code: 80 random bits. Who has it reads the answers to a report, so it is
// stored nowhere.
type Code [10]byte

// ParseCode reads a code as people write it, see short.Fold. It returns false for anything that
// cannot be a code.
func ParseCode(s string) (Code, bool) {
	var c Code
	if len(s) > 200 {
		return c, false
	}
	text := short.Fold(s)
	if len(text) != 16 {
		return c, false
	}
	b, err := crockford.DecodeString(text)
	if err != nil || len(b) != len(c) {
		return c, false
	}
	copy(c[:], b)
	return c, true
}

// String is the code as 16 capital characters, ungrouped.
func (c Code) String() string { return strings.ToUpper(crockford.EncodeToString(c[:])) }

// Last is the part of the code that the reporter types again.
func (c Code) Last() string { return c.String()[12:] }

// lookup is what is stored of a code, to find its report by.
func (c Code) lookup(institution string) string {
	sum := sha256.Sum256(seal.Derive(c[:], "lookup/"+institution))
	return hex.EncodeToString(sum[:])
}

// key is the reporter's key, under which messages are sealed to who holds the code. It lies sealed
// beside the report, so that whoever reads the report can write to its reporter, and nobody else.
func (c Code) key() seal.ContentKey { return seal.ContentKey(seal.Derive(c[:], "reporter")) }

// files is the secret under which the reporter stages files for a reply.
func (c Code) files() []byte { return seal.Derive(c[:], "files") }
