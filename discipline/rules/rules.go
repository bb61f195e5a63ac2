// Package rules says what the law pack lets a government do in a matter: by which procedure it is
// handled and whether it is the government's at all, which forms may be imposed, which of them take a
// post away, and what the outcome of an objection or appeal does to a penalty. It asks nobody who he is
// and keeps nothing.
package rules

import (
	"slices"

	"rambu.id"
	"rambu.id/access"
	"rambu.id/law"
	"rambu.id/roster"
)

// The procedures of the law pack a matter can run.
const (
	ByDiscipline = "disiplin-pp94"
	ByEthics     = "kode-etik"
	ByVillage    = "sanksi-kades"
)

// State is a state of one of the procedures.
type State string

// Levels of a penalty, light to heavy.
const (
	Light    = "ringan"
	Moderate = "sedang"
	Severe   = "berat"
)

// Authorities of the law pack that sit in a government's own house.
const (
	authorityHead    = "ppk-pembina"
	authorityRegent  = "bupati-desa"
	authorityVillage = "kepala-desa"
)

// Ours reports whether somebody of a government decides on a class: of a central agency's staff the
// minister does, and of an acting head of region the home minister.
func Ours(s law.Subject) bool {
	return len(s.Deciders) == 0 || slices.ContainsFunc(s.Deciders, func(id string) bool {
		return id == authorityHead || id == authorityRegent || id == authorityVillage
	})
}

// Track chooses the government's procedure for a person and what he is said to have done on a day: the
// day of the act chooses between the code of ethics and discipline. An act nobody named is one of
// discipline, as BKN's recommendations are. Errors: Blocked with the reason.
func Track(pack *law.Pack, subject, act string, on rambu.Date) (string, law.Class, error) {
	s, known := pack.Subject(subject)
	if !known {
		return "", law.ClassDiscipline, rambu.Fault(rambu.Blocked, "discipline.error.class")
	}
	if !Ours(s) {
		return "", law.ClassDiscipline, rambu.Fault(rambu.Blocked, "discipline.error.not_ours",
			"class", s.NameID, "class_en", s.NameEN, "decider", s.DeciderID, "decider_en", s.DeciderEN)
	}
	err := ActOn(pack, subject, act, on)
	if err != nil {
		return "", law.ClassDiscipline, err
	}
	class := classOf(pack, s, act)
	r, ok := pack.ClassRule(class)
	switch {
	case ok && r.Procedure == ByVillage && !s.IsASN, ok && r.Procedure != "" && r.Procedure != ByVillage && s.IsASN:
		return r.Procedure, class, nil
	}
	return "", class, rambu.Fault(rambu.Blocked, "discipline.error.no_procedure", "class", s.NameID)
}

func classOf(pack *law.Pack, s law.Subject, act string) law.Class {
	class := law.ClassDiscipline
	if a, ok := pack.Act(act); ok {
		class = a.Class
	} else if !s.IsASN {
		class = law.ClassVillage
	}
	if class == law.ClassVillage && s.IsASN {
		class = law.ClassDiscipline // an ASN who acts as village head answers as a civil servant
	}
	return class
}

// ActOn says why an act of the catalogue cannot be what a person of a class did on a day, nil when it
// can or when no act is named. The error is Blocked and names the counterpart of that day, if there is one.
func ActOn(pack *law.Pack, subject, act string, on rambu.Date) error {
	if act == "" {
		return nil
	}
	a, ok := pack.Act(act)
	if !ok {
		return rambu.Fault(rambu.Blocked, "discipline.error.act_unknown", "act", act)
	}
	if pack.Applies(a, subject, on) {
		return nil
	}
	s, _ := pack.Subject(subject)
	args := []string{"act", act, "class", s.NameID, "class_en", s.NameEN, "date", string(on)}
	if twin, ok := pack.Act(a.Twin); ok && pack.Applies(twin, subject, on) {
		return rambu.Fault(rambu.Blocked, "discipline.error.act_then_other", append(args, "other", twin.Code)...)
	}
	return rambu.Fault(rambu.Blocked, "discipline.error.act_not_then", args...)
}

// Forms returns the forms that may be imposed for an act of a day by a decree of a day: of the tracks of
// the procedure, for the class and the act, usable on both days, light to heavy. A form for certain acts
// alone (a dismissal without honour for membership of a party) is offered for no other act, and for none
// when nobody named the act.
func Forms(pack *law.Pack, procedure, subject, act string, actDate, on rambu.Date) []law.Sanction {
	var out []law.Sanction
	for _, track := range tracks(procedure) {
		now := pack.Sanctions(law.SanctionQuery{Subject: subject, Track: track, On: on})
		for _, s := range pack.Sanctions(law.SanctionQuery{Subject: subject, Track: track, On: actDate}) {
			fits := len(s.Acts) == 0 || slices.Contains(s.Acts, act)
			if fits && !s.NotPenalty && slices.ContainsFunc(now, func(n law.Sanction) bool { return n.ID == s.ID }) {
				out = append(out, s)
			}
		}
	}
	return out
}

func tracks(procedure string) []string {
	switch procedure {
	case ByEthics:
		return []string{"kode-etik"}
	case ByVillage:
		return []string{"desa"}
	}
	return []string{"disiplin", "undang-undang", "kontrak"}
}

// Gap is why there is no form, or none of a level.
type Gap struct {
	TextID, TextEN string
	Check          bool // still has to be checked
}

// Gaps explain which forms are missing among those of an act's day.
func Gaps(pack *law.Pack, procedure, subject string, actDate rambu.Date) []Gap {
	var out []Gap
	for _, track := range tracks(procedure) {
		if l, ok := pack.WhyNoSanctions(law.SanctionQuery{Subject: subject, Track: track, On: actDate}); ok {
			out = append(out, Gap{l.WhyID, l.WhyEN, l.Conf.Check()})
		}
		for _, w := range pack.Without(subject, track) {
			out = append(out, Gap{w.WhyID, w.WhyEN, w.Conf.Check()})
		}
	}
	return out
}

// LevelOf is the level of a form; what ends the service counts as severe.
func LevelOf(s law.Sanction) string {
	switch {
	case s.Level != "":
		return s.Level
	case s.Dismissal:
		return Severe
	}
	return Light
}

// Deed is what somebody does who signs a decree with this sanction; superior is the respondent's.
func Deed(procedure string, s law.Sanction, superior roster.PostID) access.SignWhat {
	switch level := LevelOf(s); {
	case procedure == ByVillage:
		return access.SignWhat{Deed: access.DeedLetter}
	case procedure == ByEthics:
		return access.SignWhat{Deed: access.DeedModerate} // of the authority (PP 42/2004 Pasal 15)
	case level == Severe:
		return access.SignWhat{Deed: access.DeedSevere}
	case level == Moderate:
		return access.SignWhat{Deed: access.DeedModerate}
	}
	return access.SignWhat{Deed: access.DeedLight, Superior: superior}
}

// ByVillageHead reports whether the head of the village imposes a form on a class.
func ByVillageHead(pack *law.Pack, s law.Sanction, subject string) bool {
	return pack.Decides(s, subject) == authorityVillage
}

// InWindow reports whether a form takes somebody out of his post on a day on which officials may not be
// replaced without the minister's consent (UU 10/2016 Pasal 71 ayat (2)).
func InWindow(pack *law.Pack, s law.Sanction, on rambu.Date) bool {
	w, ok := pack.Window(law.WindowReplacements)
	return ok && s.TakesPost && on.In(w.From, w.To)
}

// Unconsented reports whether nobody has given consent in advance to a form in that window: circular
// 821/5492/SJ gives it to a Plt, Pj or Pjs head, and none was found for a definitive one. Circular
// 1575/SJ names the posts; an executor's is none of them. It warns and does not block: whether the
// article reaches a penalty is for lawyers.
func Unconsented(pack *law.Pack, s law.Sanction, on rambu.Date, signer roster.Mode, post roster.PostClass) bool {
	return InWindow(pack, s, on) && signer == roster.Definitive && post != roster.ClassExecutor
}
