package directive

import (
	"context"
	"time"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/directive"
)

// CoverageView is how far a directive has come.
type CoverageView struct {
	AsOf  time.Time      `json:"pada"`
	N     int            `json:"dituju"`
	Done  int            `json:"tercatat"`
	Told  int            `json:"langsung" doc:"Of those, only by their superior's word"`
	Lines []CoverageLine `json:"butir" nullable:"false"`
}

// CoverageLine is one area and class.
type CoverageLine struct {
	Of   CountView `json:"dituju"`
	Done int       `json:"tercatat"`
	Told int       `json:"langsung"`
}

// Coverage counts how far it has come. Nobody is ranked.
func (d Desk) Coverage(ctx context.Context, in IDRequest) (CoverageView, error) {
	c, err := d.Desk.Coverage(ctx, d.Who, in.ID)
	out := CoverageView{AsOf: c.AsOf, N: c.N, Done: c.Done, Told: c.Told, Lines: []CoverageLine{}}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, CoverageLine{CountView(l.Count), l.Done, l.Told})
	}
	return out, err
}

// TilesView is addressees one by one; none where there are more than 2,000.
type TilesView struct {
	Tiles []TileView `json:"butir" nullable:"false"`
}

// TileView is one addressee.
type TileView struct {
	Post    AddresseeView `json:"jabatan"`
	Ack     *AckView      `json:"tercatat,omitempty"`
	Holder  string        `json:"ada_pada,omitempty" doc:"Post at which it lies"`
	Witness *WitnessView  `json:"saksi,omitempty" doc:"Who was told or typed for the holder; for his direct superior"`
}

// WitnessView is who said so where it is not the holder himself.
type WitnessView struct {
	Name string     `json:"nama"`
	On   rambu.Date `json:"tanggal,omitempty"`
	Time string     `json:"pukul,omitempty"`
	Note string     `json:"catatan,omitempty"`
}

// Tiles lists the addressees one may see.
func (d Desk) Tiles(ctx context.Context, in IDRequest) (TilesView, error) {
	all, err := d.Desk.Tiles(ctx, d.Who, in.ID)
	if err != nil {
		return TilesView{}, err
	}
	out := TilesView{Tiles: []TileView{}}
	for _, t := range all {
		v, err := d.tile(t)
		if err != nil {
			return TilesView{}, err
		}
		out.Tiles = append(out.Tiles, v)
	}
	return out, nil
}

func (d Desk) tile(t directive.Tile) (TileView, error) {
	out := TileView{Post: addressee(t.Addressee), Ack: ackOf(t.Ack), Holder: t.Holder}
	if d.Who.Post == "" || d.Who.Post != t.Superior {
		return out, nil
	}
	w, err := d.Desk.Witness(d.Who, t)
	if err != nil && rambu.KindOf(err) != rambu.Locked {
		return out, err
	}
	if w != nil {
		v := WitnessView(*w)
		out.Witness = &v
	}
	return out, nil
}

// LateView is what was reported up the line.
type LateView struct {
	Items []LateLine `json:"butir" nullable:"false"`
}

// LateLine is one late directive.
type LateLine struct {
	Order OrderView  `json:"arahan"`
	Title string     `json:"judul,omitempty"`
	Level int        `json:"tingkat" doc:"Steps up the line"`
	Posts []TileView `json:"jabatan" nullable:"false"`
}

// Late lists what was reported to the caller's post.
func (d Desk) Late(ctx context.Context, _ Nothing) (LateView, error) {
	found, err := d.Desk.Late(ctx, d.Who)
	out := LateView{Items: []LateLine{}}
	for _, l := range found {
		line := LateLine{orderOf(l.Order), l.Body.Title, l.Level, []TileView{}}
		for _, t := range l.Posts {
			line.Posts = append(line.Posts, TileView{Post: addressee(t.Addressee), Holder: t.Holder})
		}
		out.Items = append(out.Items, line)
	}
	return out, err
}

// ProofsView is the files of a directive.
type ProofsView struct {
	Items []ProofView `json:"butir" nullable:"false"`
}

// ProofView is one file.
type ProofView struct {
	ID     string    `json:"id"`
	About  string    `json:"tentang" doc:"Post"`
	Author string    `json:"dari" doc:"Post"`
	At     time.Time `json:"pada"`
	Name   string    `json:"nama"`
	Media  string    `json:"jenis"`
	Size   int64     `json:"ukuran"`
	Note   string    `json:"catatan,omitempty"`
}

// Proofs lists the files one may see.
func (d Desk) Proofs(ctx context.Context, in IDRequest) (ProofsView, error) {
	all, err := d.Desk.Proofs(ctx, d.Who, in.ID)
	out := ProofsView{Items: []ProofView{}}
	for _, p := range all {
		out.Items = append(out.Items, ProofView{p.ID, p.About, p.Author, p.At, p.File.Name, p.File.Media, p.File.Size, p.Note})
	}
	return out, err
}

// ProofRequest is a file about one addressee.
type ProofRequest struct {
	ID    string `path:"id" json:"-"`
	About string `json:"tentang" maxLength:"200" doc:"One's own post or one directly below"`
	Note  string `json:"catatan,omitempty" maxLength:"1200"`
}

// AddProof keeps a file that shows that a directive was told.
func (d Desk) AddProof(ctx context.Context, in ProofRequest) (ProofsView, error) {
	_, err := d.Desk.Get(ctx, d.Who, in.ID) // before anything is taken in
	if err != nil {
		return ProofsView{}, err
	}
	p := directive.ProofIn{Directive: in.ID, About: in.About, Note: in.Note}
	name, media, body, err := d.Files.One()
	if err != nil {
		return ProofsView{}, err
	}
	if body != nil {
		p.File, err = d.Desk.Attach(ctx, name, media, body)
		if err == nil {
			err = d.Files.Done()
		}
		if err != nil {
			return ProofsView{}, err
		}
	}
	err = d.Desk.AddProof(ctx, d.Who, p)
	if err != nil {
		return ProofsView{}, err
	}
	return d.Proofs(ctx, IDRequest{in.ID})
}

// FileRequest names a file of a directive.
type FileRequest struct {
	ID   string `path:"id" json:"-"`
	File string `path:"bukti" json:"-"`
}

// ReadProof sends a file.
func (d Desk) ReadProof(ctx context.Context, in FileRequest) (wire.Stream, error) {
	p, body, err := d.Desk.ReadProof(ctx, d.Who, in.ID, in.File)
	return wire.Stream{Name: p.File.Name, Media: p.File.Media, Size: p.File.Size, Body: body}, err
}
