package directive

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal"
	"rambu.id/seal/attachment"
)

// MaxFile is the largest photograph or list, in bytes.
const MaxFile = 20 << 20

const maxFileName = 200

// File is a photograph or a list that shows that a directive was told.
type File = attachment.File

// Proof is a file of a directive, about one addressee.
type Proof struct {
	ID        string // "bkt_…"
	Directive string
	About     string // post
	Author    string // post
	At        time.Time
	File      File   // opened by Proofs
	Note      string // opened by Proofs

	institution, region string
	blob                string
	bytes               int64
	sha256              []byte
	keyID               string
	sealed              []byte
}

// described is the sealed part of a proof.
type described struct {
	File File   `json:"file"`
	Note string `json:"note,omitempty"`
}

func proofInfo(id string) []byte { return seal.Info("directive_proof", id) }

// files keeps the files of directives.
func (d *Desk) files() attachment.Keeper {
	return attachment.Keeper{
		Blobs: d.Blobs, Info: "directive_file", Prefix: "bkt", Noun: "directive", Field: "file", Max: MaxFile, Name: maxFileName,
		Media: attachment.Pictures(),
	}
}

// Attach seals a file while it streams; it lies nowhere in clear. Give it to AddProof.
// Errors: Invalid for what is neither picture nor PDF, TooLarge.
func (d *Desk) Attach(ctx context.Context, name, media string, src io.Reader) (File, error) {
	return d.files().Attach(ctx, name, media, src)
}

// ProofIn is a file about one addressee.
type ProofIn struct {
	Directive string
	About     string // the actor's own post or one directly below it
	File      File   // from Attach
	Note      string
}

// AddProof keeps a file that shows that a directive was told.
func (d *Desk) AddProof(ctx context.Context, who rambu.Actor, in ProofIn) error {
	o, err := d.order(ctx, who.Institution, in.Directive)
	if err != nil {
		return err
	}
	in.Note = strings.TrimSpace(in.Note)
	if in.File.ID == "" || len(in.Note) > maxText {
		return rambu.Fault(rambu.Invalid, "directive.error.file").On("file")
	}
	about, err := d.reach(ctx, o, in.About)
	if err != nil {
		return err
	}
	if about.Post != who.Post {
		err = mayTell(who, about)
	}
	if err != nil {
		return err
	}
	key, err := d.Keys.InstitutionKey(ctx, o.Institution, seal.KindLetter)
	if err != nil {
		return err
	}
	p := Proof{
		ID: in.File.ID, Directive: o.ID, About: in.About, Author: who.Post, institution: o.Institution, region: o.Region,
		blob: in.File.Blob, bytes: in.File.Bytes, sha256: in.File.Sealed, keyID: key.ID,
	}
	p.sealed, err = seal.Seal(key.Public, proofInfo(p.ID), []byte(mustJSON(described{in.File, in.Note})))
	if err != nil {
		return err
	}
	err = d.files().Keep(ctx, in.File)
	if err != nil {
		return err
	}
	_, err = d.Log.Do(who, "directive.add_proof", func(op *ledger.Op) error {
		op.Object(o.ID)
		p.At = op.At
		return op.Insert(proofTable, p.values()...)
	})
	return err
}

// Proofs opens the files of a directive the actor may see, oldest first.
func (d *Desk) Proofs(ctx context.Context, who rambu.Actor, id string) ([]Proof, error) {
	o, err := d.order(ctx, who.Institution, id)
	if err != nil {
		return nil, err
	}
	err = mayRead(who, o)
	if err != nil {
		return nil, err
	}
	all, err := d.proofs(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []Proof
	for _, p := range all {
		if !seesAll(who, o) && who.Post != p.Author && who.Post != p.About {
			continue
		}
		err = p.open(who)
		if err != nil && rambu.KindOf(err) == rambu.Locked {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (p *Proof) open(who rambu.Actor) error {
	if who.Keys == nil {
		return rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	plain, err := who.Keys.Open(p.keyID, proofInfo(p.ID), p.sealed)
	if err != nil {
		return err
	}
	var in described
	err = json.Unmarshal(plain, &in)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "file of %s: %v", p.ID, err)
	}
	p.File, p.Note = in.File, in.Note
	p.File.ID, p.File.Blob = p.ID, p.blob // early ones do not say it themselves
	return nil
}

// ReadProof opens the stream of a file; that it was read is logged before its bytes leave. A
// changed file fails while it is read.
func (d *Desk) ReadProof(ctx context.Context, who rambu.Actor, id, proof string) (Proof, io.ReadCloser, error) {
	all, err := d.Proofs(ctx, who, id)
	if err != nil {
		return Proof{}, nil, err
	}
	n := slices.IndexFunc(all, func(p Proof) bool { return p.ID == proof })
	if n < 0 {
		return Proof{}, nil, rambu.Errorf(rambu.NotFound, "no such file of this directive")
	}
	p := all[n]
	err = d.Log.Saw(who, "directive.read_proof", id, proof)
	if err != nil {
		return Proof{}, nil, err
	}
	body, err := d.files().Open(ctx, p.File)
	return p, body, err
}

// Verify reads every file of every directive and compares it with the hash the log vouches for.
// It returns how many were read; the first that is gone or changed is a *ledger.Broken. So is a
// directive whose answers were counted wrongly: emptying directive_tally has them counted anew at
// the next start.
func (d *Desk) Verify(ctx context.Context) (int, error) {
	wrong, err := d.miscounted(ctx)
	if err != nil {
		return 0, err
	}
	if wrong != "" {
		return 0, &ledger.Broken{What: "tally", Which: wrong, Why: "directive_tally does not agree with directive_ack"}
	}
	proofs, err := d.files().Verify(ctx, d.filesAfter)
	if err != nil {
		return proofs, err
	}
	annexes, err := d.annexes().Verify(ctx, d.annexesAfter)
	return proofs + annexes, err
}
