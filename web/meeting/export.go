package meeting

import (
	"bytes"
	"io"
	"net/http"

	"rambu.id/internal/sheet"
	"rambu.id/web/ui"
)

// exports mounts the lists to take along, one address for each format.
func (p *Pages) exports(mux *http.ServeMux) {
	for _, f := range sheet.Formats() {
		mux.Handle("GET /rapat/{id}/kehadiran."+string(f), p.UI.Handle(p.export(f, "kehadiran", p.attendance)))
		mux.Handle("GET /rapat/tindak-lanjut."+string(f), p.UI.Handle(p.export(f, "tindak-lanjut", p.followUps)))
	}
}

func (p *Pages) export(f sheet.Format, name string, write func(*call, sheet.Format, io.Writer) error) ui.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.call(r)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = write(c, f, &b)
		if err != nil {
			return err
		}
		ui.Download(w, f.Media(), name+"."+string(f), b.Bytes())
		return nil
	}
}

func (p *Pages) attendance(c *call, f sheet.Format, w io.Writer) error {
	return p.Press.AttendanceSheet(c.r.Context(), c.who, c.lang, c.r.PathValue("id"), f, w)
}

func (p *Pages) followUps(c *call, f sheet.Format, w io.Writer) error {
	return p.Press.FollowUpSheet(c.r.Context(), c.who, c.lang, f, w)
}

// showSheet gives the usher's list to take along, as far as it is sieved.
func (p *Pages) showSheet(w http.ResponseWriter, r *http.Request) error {
	return p.export(sheet.CSV, "daftar-hadir", func(c *call, _ sheet.Format, w io.Writer) error {
		only, err := c.through()
		if err != nil {
			return err
		}
		return p.Press.UsherSheet(c.r.Context(), c.who, c.lang, c.r.PathValue("id"), only, w)
	})(w, r)
}
