package api

import (
	"errors"
	"io"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/evidence"
	"rambu.id/intake"
	"rambu.id/roster"
)

// uploadSize is the largest body of files of a report.
const uploadSize = evidence.MaxFile*evidence.MaxFiles + 2*wire.MaxJSON

// reportRoutes are the public door. They exist only where Bawaslu's room is.
func reportRoutes() []route {
	return []route{
		post(public, "/laporan", "Lodge a report; sending the same secret again returns the same report", (*call).lodge),
		upload(public, "/laporan/berkas", "Take in files for a report that is not lodged yet", uploadSize, (*call).stageFiles),
		post(public, "/laporan/bukti", "The proof of a report again, by its secret", (*call).proveReport),
		open(post(public, "/kotak-surat", "The reporter's inbox, by the receipt code", (*call).openBox)),
		open(upload(public, "/kotak-surat/balasan", "Reply to the institution, with files", uploadSize, (*call).replyBox)),
		open(post(public, "/kotak-surat/hapus", "Remove messages from the reporter's side", (*call).hideMessages)),
		open(post(public, "/kotak-surat/tarik", "Take a report back before it is registered", (*call).withdraw)),
	}
}

// office is the institution behind the public door. NotFound: Bawaslu has no room here.
func (c *call) office() (*roster.Institution, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.door != nil {
		return c.door, nil
	}
	rooms, err := c.in.Rooms(c.r.Context())
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		if rooms[i].Kind == roster.KindSupervisor {
			c.door = &rooms[i]
		}
	}
	if c.door == nil {
		return nil, rambu.Errorf(rambu.NotFound, "no public door on this instance")
	}
	return c.door, nil
}

type lodgeRequest struct {
	Secret   string        `json:"rahasia,omitempty" maxLength:"60" doc:"32 random bytes as base64url without padding. Make one for each report and keep it until the answer came: it makes a retry safe"`
	Door     intake.Door   `json:"pintu" enum:"informasi-awal,laporan-resmi"`
	Answers  answersView   `json:"jawaban"`
	Identity *reporterView `json:"identitas,omitempty" doc:"Only for laporan-resmi"`
	Files    bool          `json:"berkas,omitempty" doc:"Files were sent under the secret before"`
}

// answersView is what a reporter tells. Lengths are for the domain to judge.
type answersView struct {
	What      string     `json:"apa"`
	When      rambu.Date `json:"kapan,omitempty"`
	Known     rambu.Date `json:"diketahui,omitempty" doc:"When the reporter learnt of it; laporan-resmi only"`
	District  string     `json:"kecamatan" doc:"Region code, or tidak-tahu, daring, luar"`
	Place     string     `json:"tempat,omitempty"`
	Who       string     `json:"terlapor,omitempty" doc:"Name as the reporter gives it"`
	Post      string     `json:"jabatan,omitempty"`
	Address   string     `json:"alamat_terlapor,omitempty"`
	Witnesses string     `json:"saksi,omitempty"`
	Evidence  string     `json:"bukti,omitempty"`
}

type reporterView struct {
	Name        string `json:"nama"`
	Birth       string `json:"tempat_tanggal_lahir"`
	Sex         string `json:"jenis_kelamin" enum:"L,P"`
	Occupation  string `json:"pekerjaan"`
	Citizenship string `json:"kewarganegaraan"`
	Address     string `json:"alamat"`
	Phone       string `json:"telepon"`
	Email       string `json:"email,omitempty"`
}

type lodgedView struct {
	ID         string       `json:"nomor"`
	Code       string       `json:"kode,omitempty" doc:"Opens the inbox. It is shown here and stored nowhere; left out once the reporter has noted it"`
	Door       intake.Door  `json:"pintu"`
	Status     intake.State `json:"status"`
	ReceivedAt time.Time    `json:"diterima_pada"`
	SignBy     rambu.Date   `json:"tanda_tangan_paling_lambat,omitempty"`
	NextOn     rambu.Date   `json:"periksa_kotak_surat,omitempty"`
	Proof      string       `json:"bukti" doc:"C2SP tlog-proof: proves that the report was lodged, and tells nothing of it"`
	Repeated   bool         `json:"berulang,omitempty" doc:"It had been lodged before: this is the same report"`
	Changed    bool         `json:"berbeda,omitempty" doc:"And what was sent now differs; what was lodged first counts"`
}

func lodged(l intake.Lodged) lodgedView {
	v := lodgedView{
		ID: l.ID, Code: l.Code.String(), Door: l.Door, Status: intake.StateReceived, ReceivedAt: l.ReceivedAt, SignBy: l.SignBy,
		NextOn: l.NextOn, Proof: l.Receipt.Text(), Repeated: l.Repeated, Changed: l.Changed,
	}
	if l.Noted {
		v.Code = ""
	}
	if l.Door == intake.DoorFormal {
		v.Status = intake.StateSent
	}
	return v
}

func (c *call) lodge(in lodgeRequest) (lodgedView, error) {
	office, err := c.office()
	if err != nil {
		return lodgedView{}, err
	}
	err = c.allow(c.budget().Send)
	if err != nil {
		return lodgedView{}, err
	}
	draft := intake.NewDraft()
	if in.Secret != "" {
		draft, err = draftOf(in.Secret)
		if err != nil {
			return lodgedView{}, err
		}
	}
	l, err := c.in.Intake.Submit(c.r.Context(), intake.Submission{
		Draft: draft, Institution: office.ID, Region: office.Region, Door: in.Door, Answers: intake.Answers(in.Answers),
		Identity: (*intake.Identity)(in.Identity), Files: in.Files,
	})
	if err != nil {
		return lodgedView{}, err
	}
	return lodged(l), nil
}

func draftOf(secret string) (intake.Draft, error) {
	draft, err := intake.ParseDraft(secret)
	if err != nil {
		return draft, rambu.Fault(rambu.Invalid, "api.error.value").On("rahasia")
	}
	return draft, nil
}

type secretRequest struct {
	Secret string `json:"rahasia" maxLength:"60"`
}

func (c *call) proveReport(in secretRequest) (lodgedView, error) {
	office, err := c.office()
	if err != nil {
		return lodgedView{}, err
	}
	draft, err := draftOf(in.Secret)
	if err != nil {
		return lodgedView{}, err
	}
	l, err := c.in.Intake.Lodged(c.r.Context(), office.ID, draft)
	if err != nil {
		return lodgedView{}, err
	}
	return lodged(l), nil
}

// fileView names a file that was taken in.
type fileView struct {
	ID     string `json:"id"`
	Name   string `json:"nama"`
	Type   string `json:"jenis" doc:"As its bytes say"`
	Size   int64  `json:"ukuran" doc:"Bytes"`
	SHA256 string `json:"sha256"`
}

type filesView struct {
	Files []fileView `json:"berkas" nullable:"false"`
}

func (c *call) stageFiles(in secretRequest) (filesView, error) {
	office, err := c.office()
	if err != nil {
		return filesView{}, err
	}
	draft, err := draftOf(in.Secret)
	if err != nil {
		return filesView{}, err
	}
	return c.stage(func(s evidence.StageIn) (evidence.Staged, error) {
		s.Institution, s.Region = office.ID, office.Region
		return c.in.Intake.Stage(c.r.Context(), office.ID, draft, s)
	})
}

// stage takes in the files of an upload one after another, as they arrive.
func (c *call) stage(take func(evidence.StageIn) (evidence.Staged, error)) (filesView, error) {
	out := filesView{Files: []fileView{}}
	for {
		part, err := c.files.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		err = c.allow(c.budget().File)
		if err != nil {
			return out, err
		}
		s, err := take(evidence.StageIn{Name: wire.Base(part.FileName()), Body: part})
		if err != nil {
			return out, err
		}
		out.Files = append(out.Files, fileView{s.ID, s.Meta.Name, s.Meta.Type, s.Meta.Size, s.Meta.SHA256})
	}
}

type codeRequest struct {
	Code string `json:"kode" maxLength:"200"`
}

type boxView struct {
	Door       intake.Door   `json:"pintu"`
	Status     string        `json:"status"`
	ReceivedAt time.Time     `json:"diterima_pada"`
	SignBy     rambu.Date    `json:"tanda_tangan_paling_lambat,omitempty"`
	SignedOn   rambu.Date    `json:"ditandatangani,omitempty"`
	NextOn     rambu.Date    `json:"periksa_kotak_surat,omitempty"`
	Messages   []messageView `json:"pesan" nullable:"false"`
}

type messageView struct {
	ID     string     `json:"id"`
	From   string     `json:"dari" enum:"pelapor,petugas,status"`
	At     time.Time  `json:"pada"`
	Status string     `json:"status,omitempty"`
	NextOn rambu.Date `json:"periksa_kotak_surat,omitempty"`
	Text   string     `json:"isi,omitempty"`
	Files  int        `json:"berkas,omitempty" doc:"Files a reply brought"`
}

func messages(in []intake.Message) []messageView {
	out := []messageView{}
	for _, m := range in {
		out = append(out, messageView{m.ID, m.Kind, m.At, m.Status, m.NextOn, m.Text, m.Files})
	}
	return out
}

// boxOf shows an inbox. Its status is the last one the reporter was told: of the report, later
// of its case.
func boxOf(b intake.Inbox) boxView {
	v := boxView{
		Door: b.Door, Status: string(b.State), ReceivedAt: b.ReceivedAt, SignBy: b.SignBy, SignedOn: b.SignedOn, NextOn: b.NextOn,
		Messages: messages(b.Messages),
	}
	for _, m := range b.Messages {
		if m.Status != "" {
			v.Status = m.Status
		}
	}
	return v
}

// box does something with a code and shows its inbox.
func (c *call) box(code string, fn func(institution string) error) (boxView, error) {
	office, err := c.office()
	if err != nil {
		return boxView{}, err
	}
	if fn != nil {
		err = c.counted(func() error { return fn(office.ID) })
		if err != nil {
			return boxView{}, err
		}
	}
	var b intake.Inbox
	err = c.coded(func() error {
		b, err = c.in.Intake.Inbox(c.r.Context(), office.ID, code)
		return err
	})
	if err != nil {
		return boxView{}, err
	}
	return boxOf(b), nil
}

func (c *call) openBox(in codeRequest) (boxView, error) { return c.box(in.Code, nil) }

type replyRequest struct {
	Code string `json:"kode" maxLength:"200"`
	Text string `json:"isi"`
	Key  string `json:"kunci,omitempty" maxLength:"64" doc:"Random; the same one with the same text and files is the same reply, when no answer came and it is sent again"`
}

func (c *call) replyBox(in replyRequest) (boxView, error) {
	err := c.allow(c.budget().Send)
	if err != nil {
		return boxView{}, err
	}
	return c.box(in.Code, func(office string) error {
		_, err := c.stage(func(s evidence.StageIn) (evidence.Staged, error) {
			return c.in.Intake.StageReply(c.r.Context(), office, in.Code, s)
		})
		if err != nil {
			return err
		}
		return c.in.Intake.Reply(c.r.Context(), office, intake.ReplyIn{Code: in.Code, Key: in.Key, Text: in.Text})
	})
}

type hideRequest struct {
	Code string   `json:"kode" maxLength:"200"`
	IDs  []string `json:"pesan" nullable:"false" maxItems:"200"`
}

func (c *call) hideMessages(in hideRequest) (boxView, error) {
	return c.box(in.Code, func(office string) error { return c.in.Intake.Hide(c.r.Context(), office, in.Code, in.IDs...) })
}

func (c *call) withdraw(in codeRequest) (boxView, error) {
	return c.box(in.Code, func(office string) error { return c.in.Intake.Withdraw(c.r.Context(), office, in.Code) })
}
