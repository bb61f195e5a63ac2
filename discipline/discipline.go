// Package discipline is the government's side: a matter of the civil-service authority from
// the letter that brings it, through examination and decision, to the executed sanction and
// the answer. The law's procedure says which step may follow; this package says what each step
// needs, who may take it, and keeps what is written there sealed.
//
// Nothing of a report or of Bawaslu's file is reachable from here: a matter begins with a
// delivered letter, with what a superior knows himself, or with BKN's recommendation.
package discipline

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/discipline/rules"
	"rambu.id/internal/blob"
	"rambu.id/internal/db"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/procedure"
	"rambu.id/roster"
	"rambu.id/seal"
	"rambu.id/seal/attachment"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The procedures of the law pack a matter can run.
const (
	ByDiscipline = rules.ByDiscipline
	ByEthics     = rules.ByEthics
	ByVillage    = rules.ByVillage

	// ByRecommendation follows BKN's recommendation beside the matter's own procedure: both
	// clocks run, and its time cannot hold a severe examination.
	ByRecommendation = "rekomendasi-asn"
)

// Rules of the law pack that say how many people a body needs.
const (
	RuleCouncil = ByEthics + "#majelis"
	RuleTeam    = ByDiscipline + "#tim-pemeriksa"
)

// Clocks of the law pack that officers are told of before they take a step.
const (
	ClockSummons  = ByDiscipline + "/dugaan>panggilan_1"
	ClockSecond   = ByDiscipline + "/panggilan_1>panggilan_2"
	ClockDelivery = ByDiscipline + "/sk>disampaikan"
	ClockSending  = ByDiscipline + "/sk>dikirim"
	ClockObject   = ByDiscipline + "/disampaikan>keberatan"
	ClockAppeal   = ByDiscipline + "/disampaikan>banding"
	ClockEffect   = ByDiscipline + "/disampaikan>berlaku"
	ClockObjected = ByDiscipline + "/keberatan>berlaku"
	ClockMinister = ByDiscipline + "#" + actingHead
	ClockFollowUp = ByRecommendation + "/pemeriksaan_disiplin>sk_terbit"
)

// Origin is how the authority came to know.
type Origin string

// The closed list of origins.
const (
	FromLetter         Origin = "surat"       // a study Bawaslu forwarded
	FromRecommendation Origin = "rekomendasi" // BKN's recommendation came without one
	FromKnowledge      Origin = "pengetahuan" // a superior or Inspektorat knew
)

// State is a state of one of the procedures in the law pack.
type State = rules.State

// The states of the discipline procedure.
const (
	Alleged      State = "dugaan"
	Summoned     State = "panggilan_1"
	SummonedTwo  State = "panggilan_2"
	Relieved     State = "bebas_tugas_sementara"
	TeamFormed   State = "tim_dibentuk"
	Examining    State = "pemeriksaan"
	MinutesDone  State = "bap"
	Reported     State = "lhp"
	Decided      State = "sk"
	Delivered    State = "disampaikan"
	Sent         State = "dikirim"
	InEffect     State = "berlaku"
	Objected     State = "keberatan"
	Appealed     State = "banding"
	Finished     State = "selesai"
	NotProven    State = "tidak_terbukti"
	Annulled     State = "dibatalkan"           // by the outcome of an objection or appeal
	CouncilSet   State = "majelis_dibentuk"     // ethics
	CouncilFound State = "putusan_majelis"      // ethics
	EthicsDecree State = "keputusan_ppk"        // ethics
	Announced    State = "diumumkan"            // ethics
	WithRegent   State = "diterima_bupati"      // village
	Received     State = "diterima_ppk"         // recommendation
	Uploaded     State = "sk_terunggah"         // recommendation
	Issued       State = "sk_terbit"            // recommendation
	Warned       State = "peringatan"           // recommendation
	Reprimanded  State = "teguran"              // recommendation
	DataBlocked  State = "diblokir"             // recommendation
	Unblocked    State = "blokir_dibuka"        // recommendation
	Correcting   State = "sk_dikoreksi"         // recommendation
	AtCouncil    State = "majelis_kode_etik"    // recommendation
	AtExam       State = "pemeriksaan_disiplin" // recommendation
)

// Matter is the clear side of a matter. It names nobody and no sanction.
type Matter struct {
	ID             string // "dsp_…"
	Institution    string
	Region         string
	Origin         Origin
	Letter         string // inbox id of the letter that brought it, "" without one
	Procedure      string // of the law pack
	State          State
	Ended          bool
	Recommendation State // where the follow-up of BKN's recommendation stands, "" without one
	ActClass       law.Class
	ActDate        rambu.Date
	KnownOn        rambu.Date // day the authority knew
	DecidedOn      rambu.Date
	EffectiveOn    rambu.Date
	Answer         string // id of the last answer letter, "" before
	Pack           string // law pack it was opened under
	Owner          string // post whose clocks they are
	CreatedAt      time.Time
	ChangedAt      time.Time
	Version        int64

	keyID   string
	wrapped []byte
	body    []byte
}

func (m *Matter) values() []any {
	return []any{
		m.ID, m.Institution, m.Region, string(m.Origin), m.Letter, m.Procedure, string(m.State), m.Ended,
		string(m.Recommendation), string(m.ActClass), m.ActDate, m.KnownOn, m.DecidedOn, m.EffectiveOn, m.Answer,
		m.Pack, m.Owner, m.CreatedAt, m.ChangedAt, m.keyID, m.wrapped, m.body,
	}
}

var (
	matterTable = ledger.NewTable("discipline_matter", "id", "institution", "region", "origin", "letter", "procedure",
		"state", "ended", "recommendation", "act_class", "act_date", "known_on", "decided_on", "effective_on", "answer",
		"pack", "owner", "created_at", "changed_at", "key_id", "wrapped", "body")
	paperTable = ledger.NewTable("discipline_paper", "id", "institution", "region", "matter", "number", "kind",
		"paper_on", "written_at", "account", "post", "body")
	officerTable = ledger.NewTable("discipline_officer", "id", "institution", "region", "matter", "account", "post",
		"part", "since", "key_id", "wrapped")
	markTable = ledger.NewTable("discipline_mark", "id", "institution", "region", "matter", "mark")
	fileTable = ledger.NewTable("discipline_file", "id", "institution", "region", "matter", "blob", "bytes", "sha256")
)

// Tables are the owned tables of the package.
func Tables() []*ledger.Table {
	return []*ledger.Table{matterTable, paperTable, officerTable, markTable, fileTable}
}

// Config names what the office stands on.
type Config struct {
	Log       *ledger.Log
	Keys      *seal.Store
	Blobs     blob.Store
	Pack      *law.Pack
	Procedure *procedure.Service
	Roster    *roster.Store
	Access    *access.Service
	Letters   *letter.Desk
	Words     *words.Words // official letters are Indonesian
}

// Office runs the matters of every government with a room on this instance.
type Office struct {
	log     *ledger.Log
	db      *db.DB
	keys    *seal.Store
	files   attachment.Keeper
	pack    *law.Pack
	proc    *procedure.Service
	roster  *roster.Store
	access  *access.Service
	letters *letter.Desk
	words   *words.Words
}

// Open migrates the package's tables.
func Open(ctx context.Context, c Config) (*Office, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	for _, id := range []string{ByDiscipline, ByEthics, ByVillage, ByRecommendation} {
		if _, ok := c.Pack.Procedure(id); !ok {
			return nil, rambu.Errorf(rambu.Internal, "the law pack has no procedure %s", id)
		}
	}
	for _, id := range []string{RuleCouncil, RuleTeam} {
		if r, _ := c.Pack.Rule(id); r.Size == nil {
			return nil, rambu.Errorf(rambu.Internal, "the law pack has no size %s", id)
		}
	}
	for _, id := range []string{ClockSummons, ClockSecond, ClockDelivery, ClockSending, ClockObject, ClockAppeal, ClockEffect, ClockObjected, ClockMinister, ClockFollowUp} {
		if _, ok := c.Pack.Clock(id); !ok {
			return nil, rambu.Errorf(rambu.Internal, "the law pack has no clock %s", id)
		}
	}
	o := &Office{
		log: c.Log, db: c.Log.DB(), keys: c.Keys, files: keeper(c.Blobs), pack: c.Pack, proc: c.Procedure,
		roster: c.Roster, access: c.Access, letters: c.Letters, words: c.Words,
	}
	c.Letters.AskMatters("dsp", o.standing)
	c.Letters.AskHimself(o.himself)
	return o, o.db.Migrate(ctx, "discipline", sub)
}

// Today is the legal date of the actor's region.
func (o *Office) Today(who rambu.Actor) rambu.Date { return o.proc.Today(who.Region) }

// Local is the legal time in a region's own zone.
func (o *Office) Local(region string) time.Time { return o.proc.Local(region) }

// Day is the legal date of an instant in a region.
func (o *Office) Day(region string, at time.Time) rambu.Date {
	return o.proc.Calendar().Today(region, at)
}

// Pack is the law the office works with.
func (o *Office) Pack() *law.Pack { return o.pack }
