package pledge

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/seal/attachment"
)

// MaxFile is the largest scan, in bytes.
const MaxFile = 20 << 20

const maxFileName = 200

// File is a scan.
type File = attachment.File

func paperInfo(id string) []byte { return seal.Info("pledge_paper", id) }

// files keeps the scans.
func (b *Book) files() attachment.Keeper {
	return attachment.Keeper{
		Blobs: b.Blobs, Info: "pledge_file", Prefix: "ikr", Noun: "pledge", Field: "file", Max: MaxFile, Name: maxFileName,
		Media: attachment.Pictures(),
	}
}

// Attach seals a scan while it streams; it lies nowhere in clear. Give it to Record.
// Errors: Invalid for what is neither picture nor PDF, TooLarge.
func (b *Book) Attach(ctx context.Context, name, media string, src io.Reader) (File, error) {
	return b.files().Attach(ctx, name, media, src)
}

// PaperIn is an assembly or a list to write down.
type PaperIn struct {
	Kind      Kind
	Area      string
	HeldOn    rambu.Date // "" today
	Leader    string     // Oath: who read it aloud
	Place     string     // Oath
	Present   int        // Oath: how many took part
	Witnesses []string   // Oath: at least two
	People    []roster.PersonID
	Names     []string // List: who signed without standing in the roster, THLS among them
	Scan      *File    // from Attach
}

const (
	minWitnesses = 2
	maxNames     = 500
	maxName      = 120
)

func (in *PaperIn) validate(today rambu.Date) error {
	var es rambu.Errors
	fault := func(field, key string) { es = append(es, rambu.Fault(rambu.Invalid, key).On(field)) }
	in.Leader, in.Place = strings.TrimSpace(in.Leader), strings.TrimSpace(in.Place)
	in.Witnesses, in.Names = tidy(in.Witnesses), tidy(in.Names)
	if in.HeldOn == "" {
		in.HeldOn = today
	}
	if !in.HeldOn.Valid() || in.HeldOn > today {
		fault("tanggal", "pledge.error.on")
	}
	if in.Area == "" {
		fault("unit", "pledge.error.area")
	}
	for _, n := range slices.Concat(in.Witnesses, in.Names, []string{in.Leader, in.Place}) {
		if len(n) > maxName {
			fault("nama", "pledge.error.too_long")
			break
		}
	}
	switch in.Kind {
	case Oath:
		if in.Leader == "" {
			fault("pembaca", "pledge.error.leader")
		}
		if len(in.Witnesses) < minWitnesses {
			fault("saksi", "pledge.error.witnesses")
		}
		if in.Present < 1 || in.Present > 100_000 {
			fault("hadir", "pledge.error.present")
		}
	case List:
		if len(in.People)+len(in.Names) == 0 || len(in.Names) > maxNames {
			fault("orang", "pledge.error.nobody")
		}
	default:
		fault("jenis", "pledge.error.area")
	}
	return es.Err()
}

func tidy(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Recorded is what writing a paper down added, and who on it was on record before.
type Recorded struct {
	Pacts   int      // new ones
	Names   int      // new ones outside the roster
	Already []string // on the paper, counted by an earlier one or on a phone, and not counted again
}

// errMoved says that somebody recorded of the same unit between reading and writing.
var errMoved = rambu.Errorf(rambu.Conflict, "the unit's lists changed meanwhile")

// attempts bounds how often a list is compared anew because another of its unit came first.
const attempts = 8

// Record writes an assembly or a paper list down, and a pact for each person ticked on the list.
// Whoever is on record already is kept on the paper and not counted again, also when two officers
// record one list at once. Errors: Forbidden for an area that is not the actor's, Conflict for a list on
// which everybody is on record, Locked for names outside the roster when earlier ones of the unit cannot
// be opened to compare.
func (b *Book) Record(ctx context.Context, who rambu.Actor, in PaperIn) (Recorded, error) {
	reach, err := b.reachOf(ctx, who)
	if err != nil {
		return Recorded{}, err
	}
	r, err := b.running(ctx, who)
	if err != nil {
		return Recorded{}, err
	}
	err = in.validate(b.Today(who))
	if err != nil {
		return Recorded{}, err
	}
	if !reach.area(in.Area) {
		return Recorded{}, forbidden("paper is recorded by the area's own superior")
	}
	for range attempts {
		var out Recorded
		out, err = b.record(ctx, who, reach, r, in)
		if !errors.Is(err, errMoved) {
			return out, err
		}
	}
	return Recorded{}, err
}

func (b *Book) record(ctx context.Context, who rambu.Actor, reach reach, r Round, in PaperIn) (Recorded, error) {
	n, err := b.fresh(ctx, who, reach, r, in)
	if err != nil {
		return Recorded{}, err
	}
	p, err := b.paper(ctx, who, r, in, n)
	if err != nil {
		return Recorded{}, err
	}
	_, err = b.Log.Do(who, "pledge.record_"+string(in.Kind), func(op *ledger.Op) error {
		op.Object(p.ID)
		p.At = op.At
		err := n.stands(op, r, in)
		if err != nil {
			return err
		}
		for _, pact := range n.pacts {
			pact.Paper, pact.Way = p.ID, OnPaper
			put, err := putPact(op, pact)
			if err != nil {
				return err
			}
			if !put {
				return errMoved
			}
		}
		op.Fact("pacts", strconv.Itoa(len(n.pacts)))
		return op.Insert(paperTable, p.values()...)
	})
	return Recorded{Pacts: len(n.pacts), Names: len(n.names), Already: n.already}, err
}

// paper seals what a paper says of persons.
func (b *Book) paper(ctx context.Context, who rambu.Actor, r Round, in PaperIn, n novel) (Paper, error) {
	p := Paper{
		ID: rambu.NewID("ikr"), Round: r.ID, Kind: in.Kind, Area: in.Area, HeldOn: in.HeldOn, People: in.Present, Recorder: who.Post,
		institution: r.Institution, region: r.Region,
	}
	c := Content{Leader: in.Leader, Place: in.Place, Witnesses: in.Witnesses}
	if in.Kind == List {
		p.People = len(n.names)
		c = Content{Names: n.names, Already: n.already}
	}
	if in.Scan != nil && in.Scan.ID != "" {
		p.ID, p.blob, p.bytes, p.sha256, c.Scan = in.Scan.ID, in.Scan.Blob, in.Scan.Bytes, in.Scan.Sealed, in.Scan
		err := b.files().Keep(ctx, *in.Scan)
		if err != nil {
			return p, err
		}
	}
	key, err := b.Keys.InstitutionKey(ctx, r.Institution, seal.KindLetter)
	if err != nil {
		return p, err
	}
	p.keyID = key.ID
	p.sealed, err = seal.Seal(key.Public, paperInfo(p.ID), mustJSON(c))
	return p, err
}

// Papers opens the assemblies and lists of the round, newest first: all for the personnel agency
// and the secretary, his own for a superior.
func (b *Book) Papers(ctx context.Context, who rambu.Actor) ([]Paper, error) {
	err := mayRecord(who)
	if err != nil {
		return nil, err
	}
	r, err := b.Round(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := b.papers(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var out []Paper
	for _, p := range all {
		if p.Recorder != who.Post && !who.Is(rambu.RolePersonnel, rambu.RoleSecretary) {
			continue
		}
		err = p.open(who)
		if err != nil && rambu.KindOf(err) != rambu.Locked {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (p *Paper) open(who rambu.Actor) error {
	if who.Keys == nil {
		return rambu.Errorf(rambu.Locked, "no keys in this session")
	}
	plain, err := who.Keys.Open(p.keyID, paperInfo(p.ID), p.sealed)
	if err != nil {
		return err
	}
	err = json.Unmarshal(plain, &p.Content)
	if err != nil {
		return rambu.Errorf(rambu.Internal, "paper %s: %v", p.ID, err)
	}
	if p.Content.Scan != nil {
		p.Content.Scan.ID, p.Content.Scan.Blob = p.ID, p.blob // early ones do not say it themselves
	}
	return nil
}

// ReadScan opens the stream of a paper's scan; that it was read is logged before its bytes leave.
func (b *Book) ReadScan(ctx context.Context, who rambu.Actor, id string) (Paper, io.ReadCloser, error) {
	all, err := b.Papers(ctx, who)
	if err != nil {
		return Paper{}, nil, err
	}
	n := slices.IndexFunc(all, func(p Paper) bool { return p.ID == id && p.Content.Scan != nil })
	if n < 0 {
		return Paper{}, nil, rambu.Errorf(rambu.NotFound, "no such scan")
	}
	p := all[n]
	err = b.Log.Saw(who, "pledge.read_scan", id)
	if err != nil {
		return Paper{}, nil, err
	}
	body, err := b.files().Open(ctx, *p.Content.Scan)
	return p, body, err
}

// Verify reads every scan and compares it with the hash the log vouches for. It returns how many
// were read; the first that is gone or changed is a *ledger.Broken.
func (b *Book) Verify(ctx context.Context) (int, error) { return b.files().Verify(ctx, b.filesAfter) }
