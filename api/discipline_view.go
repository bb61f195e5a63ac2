package api

import (
	"time"

	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/law"
	"rambu.id/roster"
)

// matterView is the clear side of a matter. It names nobody and no sanction.
type matterView struct {
	ID             string            `json:"id"`
	Origin         discipline.Origin `json:"asal"`
	Letter         string            `json:"surat,omitempty" doc:"Letter that brought it, in our inbox"`
	Procedure      string            `json:"prosedur"`
	State          discipline.State  `json:"status"`
	Ended          bool              `json:"selesai"`
	Recommendation discipline.State  `json:"status_rekomendasi,omitempty"`
	ActClass       law.Class         `json:"kelas_perbuatan"`
	ActDate        rambu.Date        `json:"tanggal_perbuatan"`
	KnownOn        rambu.Date        `json:"diketahui"`
	DecidedOn      rambu.Date        `json:"diputus,omitempty"`
	EffectiveOn    rambu.Date        `json:"berlaku,omitempty"`
	Answer         string            `json:"jawaban,omitempty" doc:"Last answer letter"`
	Owner          string            `json:"jabatan"`
	Pack           string            `json:"paket"`
	ChangedAt      time.Time         `json:"diubah_pada"`
	Version        int64             `json:"versi"`
}

func matterOf(m discipline.Matter) matterView {
	return matterView{
		ID: m.ID, Origin: m.Origin, Letter: m.Letter, Procedure: m.Procedure, State: m.State, Ended: m.Ended,
		Recommendation: m.Recommendation, ActClass: m.ActClass, ActDate: m.ActDate, KnownOn: m.KnownOn, DecidedOn: m.DecidedOn,
		EffectiveOn: m.EffectiveOn, Answer: m.Answer, Owner: m.Owner, Pack: m.Pack, ChangedAt: m.ChangedAt, Version: m.Version,
	}
}

// matterFileView is an opened matter.
type matterFileView struct {
	Matter     matterView        `json:"perkara"`
	Respondent personView        `json:"terlapor"`
	Act        string            `json:"perbuatan" doc:"Code in the law pack"`
	Level      string            `json:"tingkat,omitempty"`
	Summary    string            `json:"ringkasan,omitempty"`
	Study      string            `json:"kajian,omitempty"`
	Citations  []string          `json:"dasar" nullable:"false"`
	Evidence   []evidenceLine    `json:"bukti" nullable:"false"`
	Source     *sourceView       `json:"sumber,omitempty"`
	Superior   roster.PostID     `json:"atasan,omitempty"`
	Sanction   string            `json:"sanksi,omitempty" doc:"Id in the law pack, once decided"`
	Reports    bool              `json:"wajib_lapor_menteri,omitempty"`
	Papers     []matterPaperView `json:"berita" nullable:"false" doc:"What was written, in order"`
	Officers   []partView        `json:"petugas" nullable:"false"`
	Same       []string          `json:"serupa" nullable:"false" doc:"Other matters about the same person, act and day"`
}

type evidenceLine struct {
	Name   string `json:"nama"`
	Kind   string `json:"jenis"`
	SHA256 string `json:"sha256"`
}

type sourceView struct {
	Letter     string     `json:"surat"`
	Number     string     `json:"nomor"`
	Date       rambu.Date `json:"tanggal"`
	ReceivedOn rambu.Date `json:"diterima"`
	From       string     `json:"dari"`
	Signer     string     `json:"penandatangan"`
	Register   string     `json:"nomor_register"`
}

type partView struct {
	Account string          `json:"akun"`
	Post    string          `json:"jabatan"`
	Part    discipline.Part `json:"bagian"`
	Since   rambu.Date      `json:"sejak"`
}

func (c *call) openMatter(in idRequest) (matterFileView, error) {
	o, err := c.in.Discipline.Get(c.r.Context(), c.who, in.ID)
	if err != nil {
		return matterFileView{}, err
	}
	v := matterFileView{
		Matter: matterOf(o.Matter), Respondent: personView(o.Respondent), Act: o.Act, Level: o.Level, Summary: o.Summary, Study: o.Study,
		Citations: []string{}, Evidence: []evidenceLine{}, Superior: o.Superior, Sanction: o.Sanction, Reports: o.Reports,
		Papers: []matterPaperView{}, Officers: []partView{}, Same: list(o.Same),
	}
	for _, k := range o.Citations {
		v.Citations = append(v.Citations, k.Text)
	}
	for _, e := range o.Evidence {
		v.Evidence = append(v.Evidence, evidenceLine(e))
	}
	if o.Source.Letter != "" {
		s := sourceView(o.Source)
		v.Source = &s
	}
	for _, p := range o.Papers {
		v.Papers = append(v.Papers, matterPaper(p))
	}
	for _, of := range o.Officers {
		v.Officers = append(v.Officers, partView{of.Account, of.Post, of.Part, of.Since})
	}
	return v, nil
}

// matterPaperView is one thing written in a matter; its content is in the field of its kind.
type matterPaperView struct {
	ID             string               `json:"id"`
	Number         int64                `json:"urut"`
	Kind           discipline.PaperKind `json:"jenis"`
	On             rambu.Date           `json:"tanggal"`
	At             time.Time            `json:"pada"`
	Account        string               `json:"akun"`
	Post           string               `json:"jabatan"`
	Knowledge      *knowledgeView       `json:"pengetahuan,omitempty"`
	Recommendation *advisedView         `json:"rekomendasi,omitempty"`
	Reminder       *reminderView        `json:"pengingat_bkn,omitempty"`
	Relief         *reliefView          `json:"bebas_tugas,omitempty"`
	Team           *teamView            `json:"tim,omitempty"`
	Summons        *summonsView         `json:"panggilan,omitempty"`
	NoShow         *noShowView          `json:"tidak_hadir,omitempty"`
	Minutes        *minutesView         `json:"bap,omitempty"`
	Report         *resultView          `json:"lhp,omitempty"`
	Decision       *decreeView          `json:"keputusan,omitempty"`
	Clearance      *clearanceView       `json:"tidak_terbukti,omitempty"`
	Delivery       *deliveryView        `json:"penyampaian,omitempty"`
	Remedy         *remedyView          `json:"upaya,omitempty"`
	Execution      *executionView       `json:"pencatatan,omitempty"`
	Minister       *ministerView        `json:"laporan_menteri,omitempty"`
	Finding        *findingView         `json:"putusan_majelis,omitempty"`
	Village        *villageView         `json:"langkah_desa,omitempty"`
	Aside          *asideView           `json:"benturan_kepentingan,omitempty"`
	Answer         *answerSentView      `json:"jawaban,omitempty"`
}

func matterPaper(p discipline.Paper) matterPaperView {
	v := matterPaperView{ID: p.ID, Number: p.Number, Kind: p.Kind, On: p.On, At: p.At, Account: p.Account, Post: p.Post}
	switch content := p.Content.(type) {
	case *discipline.Knowledge:
		v.Knowledge = (*knowledgeView)(content)
	case *discipline.Recommendation:
		v.Recommendation = (*advisedView)(content)
	case *discipline.Reminder:
		v.Reminder = (*reminderView)(content)
	case *discipline.Relief:
		v.Relief = (*reliefView)(content)
	case *discipline.Team:
		v.Team = team(content)
	case *discipline.Summons:
		v.Summons = (*summonsView)(content)
	case *discipline.NoShow:
		v.NoShow = (*noShowView)(content)
	case *discipline.Minutes:
		v.Minutes = (*minutesView)(content)
	case *discipline.Report:
		v.Report = (*resultView)(content)
	case *discipline.Decision:
		v.Decision = decree(content)
	default:
		v.after(p.Content)
	}
	return v
}

// after fills in what follows a decision.
func (v *matterPaperView) after(content any) {
	switch content := content.(type) {
	case *discipline.Clearance:
		v.Clearance = (*clearanceView)(content)
	case *discipline.Delivery:
		v.Delivery = &deliveryView{content.How, content.On, content.Note, fileOf(content.Proof)}
	case *discipline.Remedy:
		v.Remedy = &remedyView{content.Remedy, content.Number, string(content.Outcome), content.Sanction, content.Note}
	case *discipline.Execution:
		v.Execution = (*executionView)(content)
	case *discipline.MinisterReport:
		v.Minister = (*ministerView)(content)
	case *discipline.Finding:
		v.Finding = (*findingView)(content)
	case *discipline.VillageStep:
		v.Village = (*villageView)(content)
	case *discipline.StoodAside:
		v.Aside = (*asideView)(content)
	case *discipline.AnswerSent:
		v.Answer = (*answerSentView)(content)
	}
}
