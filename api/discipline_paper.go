package api

import (
	"rambu.id"
	"rambu.id/discipline"
	"rambu.id/roster"
)

// The papers of a matter as they are sent. Their fields are those of the domain, so that one
// that is added there does not stay behind unseen: the conversion no longer compiles.

type knowledgeView struct {
	Source string `json:"sumber"`
	Text   string `json:"isi"`
}

type advisedView struct {
	Ticket string `json:"tiket"`
	Number string `json:"nomor"`
	Level  string `json:"tingkat"`
	Text   string `json:"isi"`
	Inbox  string `json:"surat"`
}

type reminderView struct {
	Step   discipline.State `json:"langkah"`
	Number string           `json:"nomor"`
	Note   string           `json:"catatan"`
}

type reliefView struct {
	Number  string `json:"nomor"`
	StandIn string `json:"pengganti"`
	Note    string `json:"catatan"`
}

type teamView struct {
	Number  string       `json:"nomor"`
	Members []seatedView `json:"anggota" nullable:"false"`
}

type seatedView struct {
	Post  roster.PostID `json:"jabatan"`
	Title string        `json:"nama_jabatan"`
}

func team(t *discipline.Team) *teamView {
	v := &teamView{t.Number, []seatedView{}}
	for _, m := range t.Members {
		v.Members = append(v.Members, seatedView(m))
	}
	return v
}

type summonsView struct {
	Turn   int        `json:"kali"`
	On     rambu.Date `json:"tanggal"`
	At     string     `json:"pukul"`
	Place  string     `json:"tempat"`
	Before string     `json:"pemeriksa"`
	Number string     `json:"nomor"`
}

type noShowView struct {
	Turn int        `json:"kali"`
	On   rambu.Date `json:"tanggal"`
	Note string     `json:"catatan"`
}

type minutesView struct {
	Number    string `json:"nomor"`
	Examiners string `json:"pemeriksa"`
	Text      string `json:"isi"`
	Refused   bool   `json:"menolak_tanda_tangan"`
	Reason    string `json:"alasan"`
}

type resultView struct {
	Proven bool   `json:"terbukti"`
	Facts  string `json:"fakta"`
	Rules  string `json:"aturan"`
	Level  string `json:"tingkat"`
}

// decreeView is a decree, without the key of its file.
type decreeView struct {
	Sanction  string          `json:"sanksi"`
	Level     string          `json:"tingkat"`
	Number    string          `json:"nomor"`
	Date      rambu.Date      `json:"tanggal"`
	Signer    roster.PostID   `json:"penandatangan"`
	Title     string          `json:"nama_jabatan"`
	SignedBy  roster.PersonID `json:"ditandatangani_oleh"`
	Name      string          `json:"nama"`
	Reason    string          `json:"alasan,omitempty"`
	Contested bool            `json:"sengketa" doc:"More than one person claims the post that day"`
	Check     bool            `json:"perlu_dicek"`
	Window    bool            `json:"masa_larangan_penggantian" doc:"Takes a post away in the window of Pasal 71 ayat (2), signed by a definitive head: no consent in advance was found"`
	Rules     []string        `json:"aturan" nullable:"false"`
	Camat     string          `json:"konsultasi_camat,omitempty"`
	File      *fileView       `json:"berkas,omitempty"`
}

func decree(d *discipline.Decision) *decreeView {
	return &decreeView{
		d.Sanction, d.Level, d.Number, d.Date, d.Signer, d.Title, d.SignedBy, d.Name, d.Reason, d.Contested, d.Check, d.Window,
		list(d.Rules), d.Camat, fileOf(d.File),
	}
}

// fileOf names a file without its key.
func fileOf(f *discipline.File) *fileView {
	if f == nil {
		return nil
	}
	return &fileView{f.ID, f.Name, f.Media, f.Size, f.SHA256}
}

type clearanceView struct {
	Number string `json:"nomor"`
	Text   string `json:"isi"`
}

type deliveryView struct {
	How   string     `json:"cara"`
	On    rambu.Date `json:"tanggal"`
	Note  string     `json:"catatan"`
	Proof *fileView  `json:"bukti,omitempty"`
}

type remedyView struct {
	Remedy   string `json:"upaya"`
	Number   string `json:"nomor"`
	Outcome  string `json:"hasil,omitempty"`
	Sanction string `json:"sanksi,omitempty" doc:"That takes the place of the decree's"`
	Note     string `json:"catatan"`
}

type executionView struct {
	Reference string `json:"nomor"`
	Note      string `json:"catatan"`
}

type ministerView struct {
	Number string `json:"nomor"`
}

type findingView struct {
	Proven  bool   `json:"terbukti"`
	For     int    `json:"setuju"`
	Against int    `json:"menolak"`
	Number  string `json:"nomor"`
	Text    string `json:"isi"`
}

type villageView struct {
	To       discipline.State `json:"langkah"`
	Number   string           `json:"nomor"`
	Sanction string           `json:"sanksi"`
	Note     string           `json:"catatan"`
}

type asideView struct {
	Post   string `json:"jabatan"`
	Reason string `json:"alasan"`
	Next   string `json:"pengganti"`
}

type answerSentView struct {
	Letter   string `json:"surat"`
	Progress bool   `json:"sementara"`
}
