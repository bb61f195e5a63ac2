// Package clock is the part of the JSON interface that suspends and resumes the law's clocks, keeps the
// days they skip, and lets a report join a case. Package api mounts it; who may do what is the domain's to say.
package clock

import (
	"context"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/casefile"
	"rambu.id/discipline"
	"rambu.id/instance"
	"rambu.id/internal/words"
	"rambu.id/law"
	"rambu.id/procedure"
)

// Caller is who calls, on which instance, in which language.
type Caller struct {
	Who      rambu.Actor
	Instance *instance.Instance
	Lang     words.Lang
}

// CaseOps are the operations on cases, in the order of the contract.
func CaseOps() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/perkara/{id}/waktu", "What the law lets be done to the time of a case's clocks; empty: no suspension", Caller.caseGrounds),
		wire.Post("/perkara/{id}/waktu/henti", "Suspend a clock of a case on a ground of the law", Caller.suspendCase),
		wire.Post("/perkara/{id}/waktu/lanjut", "Let a suspended clock of a case run on; answers its new due date", Caller.resumeCase),
		wire.Post("/perkara/{id}/tautkan", "Let the report of a case that is not registered join another case", Caller.joinCase),
	}
}

// MatterOps are those on discipline matters.
func MatterOps() []wire.Op[Caller] {
	return []wire.Op[Caller]{
		wire.Get("/sanksi/{id}/waktu", "As of a case, of a discipline matter", Caller.matterGrounds),
		wire.Post("/sanksi/{id}/waktu/henti", "Suspend a clock of a discipline matter on a ground of the law", Caller.suspendMatter),
		wire.Post("/sanksi/{id}/waktu/lanjut", "Let a suspended clock of a discipline matter run on; answers its new due date", Caller.resumeMatter),
	}
}

type idRequest struct {
	ID string `path:"id" json:"-"`
}

type groundView struct {
	Clock     string   `json:"jam"`
	Ground    string   `json:"dasar"`
	Name      string   `json:"nama"`
	Articles  []string `json:"pasal" nullable:"false"`
	Conf      law.Conf `json:"keyakinan"`
	Check     bool     `json:"perlu_dicek" doc:"A lawyer has to check the ground before anybody relies on it"`
	Suspended bool     `json:"ditangguhkan" doc:"The clock stands still now"`
}

type groundsView struct {
	Grounds []groundView `json:"butir" nullable:"false"`
}

func (c Caller) caseGrounds(ctx context.Context, in idRequest) (groundsView, error) {
	return c.grounds(c.Instance.Cases.Clocks(ctx, c.Who, in.ID))
}

func (c Caller) matterGrounds(ctx context.Context, in idRequest) (groundsView, error) {
	return c.grounds(c.Instance.Discipline.Clocks(ctx, c.Who, in.ID))
}

func (c Caller) grounds(list []procedure.Clock, err error) (groundsView, error) {
	out := groundsView{Grounds: []groundView{}}
	for _, k := range list {
		if k.Status != procedure.Running {
			continue
		}
		for _, g := range procedure.Grounds(c.Instance.Pack, k) {
			v := groundView{Clock: k.ID, Ground: g.ID, Name: g.LabelID, Articles: []string{}, Conf: g.Conf, Check: g.Conf.Check(), Suspended: k.Suspended()}
			if c.Lang == words.EN {
				v.Name = g.LabelEN
			}
			for _, b := range g.Basis {
				cited, err := c.Instance.Pack.Cite(b, k.StartOn)
				if err == nil {
					v.Articles = append(v.Articles, cited.Short)
				}
			}
			out.Grounds = append(out.Grounds, v)
		}
	}
	return out, err
}

type suspendRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	Clock   string     `json:"jam"`
	Ground  string     `json:"dasar"`
	From    rambu.Date `json:"tanggal" doc:"First day that does not count"`
	Reason  string     `json:"alasan" doc:"In one's own words; sealed"`
}

func (c Caller) suspendCase(ctx context.Context, in suspendRequest) (wire.None, error) {
	return wire.None{}, c.Instance.Cases.Suspend(ctx, c.Who, in.ID, casefile.SuspendIn{
		Version: in.Version, Clock: in.Clock, Ground: in.Ground, From: in.From, Reason: in.Reason,
	})
}

func (c Caller) suspendMatter(ctx context.Context, in suspendRequest) (wire.None, error) {
	return wire.None{}, c.Instance.Discipline.Suspend(ctx, c.Who, in.ID, in.Version, discipline.SuspendIn{
		Clock: in.Clock, Ground: in.Ground, From: in.From, Reason: in.Reason,
	})
}

type resumeRequest struct {
	ID      string     `path:"id" json:"-"`
	Version int64      `json:"versi" minimum:"1"`
	Clock   string     `json:"jam"`
	Last    rambu.Date `json:"tanggal" doc:"Last day that does not count"`
}

type dueView struct {
	Due rambu.Date `json:"batas" doc:"The new due date"`
}

func (c Caller) resumeCase(ctx context.Context, in resumeRequest) (dueView, error) {
	due, err := c.Instance.Cases.Resume(ctx, c.Who, in.ID, in.Version, in.Clock, in.Last)
	return dueView{due}, err
}

func (c Caller) resumeMatter(ctx context.Context, in resumeRequest) (dueView, error) {
	due, err := c.Instance.Discipline.Resume(ctx, c.Who, in.ID, in.Version, in.Clock, in.Last)
	return dueView{due}, err
}

type joinRequest struct {
	ID      string `path:"id" json:"-"`
	Version int64  `json:"versi" minimum:"1"`
	Into    string `json:"perkara" doc:"A registered case about one of the same people, before its plenary"`
}

func (c Caller) joinCase(ctx context.Context, in joinRequest) (wire.None, error) {
	return wire.None{}, c.Instance.Cases.JoinCase(ctx, c.Who, in.ID, in.Version, in.Into)
}
