package pledge

import (
	"context"
	"encoding/json"
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

// Record writes an assembly or a paper list down, and a pact for each person ticked on the list.
// It returns how many pacts are new.
// Errors: Forbidden for an area that is not the actor's.
func (b *Book) Record(ctx context.Context, who rambu.Actor, in PaperIn) (int, error) {
	reach, err := b.reachOf(ctx, who)
	if err != nil {
		return 0, err
	}
	r, err := b.running(ctx, who)
	if err != nil {
		return 0, err
	}
	err = in.validate(b.Today(who))
	if err != nil {
		return 0, err
	}
	if !reach.area(in.Area) {
		return 0, forbidden("paper is recorded by the area's own superior")
	}
	pacts, err := b.ticked(ctx, who, reach, r, in)
	if err != nil {
		return 0, err
	}
	p, err := b.paper(ctx, who, r, in)
	if err != nil {
		return 0, err
	}
	signed := 0
	_, err = b.Log.Do(who, "pledge.record_"+string(in.Kind), func(op *ledger.Op) error {
		op.Object(p.ID)
		signed, p.At = 0, op.At
		for _, pact := range pacts {
			pact.Paper, pact.Way = p.ID, OnPaper
			put, err := putPact(op, pact)
			if err != nil {
				return err
			}
			if put {
				signed++
			}
		}
		op.Fact("pacts", strconv.Itoa(signed))
		return op.Insert(paperTable, p.values()...)
	})
	return signed, err
}

// ticked are the pacts of those ticked on a list, who must belong to its area and the actor's.
func (b *Book) ticked(ctx context.Context, who rambu.Actor, reach reach, r Round, in PaperIn) ([]Pact, error) {
	if in.Kind != List || len(in.People) == 0 {
		return nil, nil
	}
	all, err := b.members(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []Pact
	for _, m := range all {
		if m.Area == in.Area && reach.member(m) && slices.Contains(in.People, m.Person) {
			out = append(out, newPact(r, m, in.HeldOn, who.Post))
		}
	}
	if len(out) != len(in.People) {
		return nil, rambu.Fault(rambu.Invalid, "pledge.error.stranger").On("orang")
	}
	return out, nil
}

// paper seals what a paper says of persons.
func (b *Book) paper(ctx context.Context, who rambu.Actor, r Round, in PaperIn) (Paper, error) {
	p := Paper{
		ID: rambu.NewID("ikr"), Round: r.ID, Kind: in.Kind, Area: in.Area, HeldOn: in.HeldOn, People: in.Present, Recorder: who.Post,
		institution: r.Institution, region: r.Region,
	}
	c := Content{Leader: in.Leader, Place: in.Place, Witnesses: in.Witnesses}
	if in.Kind == List {
		p.People = len(in.Names)
		c = Content{Names: in.Names}
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
		return rambu.Errorf(rambu.Internal, "paper %s: %w", p.ID, err)
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
