package meeting

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"rambu.id"
	"rambu.id/internal/pdf"
	"rambu.id/internal/words"
	"rambu.id/roster"
)

// Official papers are Indonesian whatever language the screen has.
const indonesian = words.ID

// sheet starts a printed paper of a meeting.
func (r *Room) sheet(ctx context.Context, who rambu.Actor, v *View, titleKey string) (pdf.Document, error) {
	set, err := r.letters.Setting(ctx, who)
	if err != nil {
		return pdf.Document{}, err
	}
	start, zone := r.Local(who, v.Start)
	end, _ := r.Local(who, v.End)
	t := func(key string) string { return r.words.T(indonesian, key) }
	rows := [][]string{
		{t("meeting.print.title"), v.Title},
		{t("meeting.print.day"), dayText(v.On)},
		{t("meeting.print.time"), words.Time(indonesian, start, "") + "–" + words.Time(indonesian, end, zone)},
		{t("meeting.print.place"), v.Place},
		{t("meeting.print.chair"), v.Chair.Title},
	}
	if v.Chair.Contested {
		rows = append(rows, []string{"", t("meeting.print.contested")})
	}
	return pdf.Document{
		Paper: pdf.Paper(set.Paper), Created: v.On.Time(time.UTC), Title: t(titleKey), Place: set.Place,
		Letterhead: pdf.Letterhead{Names: set.Letterhead.Names, Address: set.Letterhead.Address}, Practice: r.practice,
		Body: []pdf.Block{pdf.Table{Header: []string{t("meeting.print.about"), ""}, Widths: []float64{1, 3}, Rows: rows}},
	}, nil
}

// AttendancePDF prints who came, holder and stand-in apart. Grounds are not printed.
func (r *Room) AttendancePDF(ctx context.Context, who rambu.Actor, meeting string, w io.Writer) error {
	if !SeesAll(who) {
		return notHere("the list is for those who see all")
	}
	v, err := r.Get(ctx, who, meeting)
	if err != nil {
		return err
	}
	doc, err := r.sheet(ctx, who, v, "meeting.print.attendance")
	if err != nil {
		return err
	}
	t := func(key string, args ...string) string { return r.words.T(indonesian, key, args...) }
	counts := v.Counts()
	var sums pdf.List
	for _, g := range Groups() {
		if counts[g] > 0 {
			sums = append(sums, t("meeting.group."+string(g))+": "+strconv.Itoa(counts[g]))
		}
	}
	if len(sums) > 0 {
		doc.Body = append(doc.Body, pdf.Heading(t("meeting.print.sums")), sums)
	}
	if !v.Final(v.Today) {
		doc.Body = append(doc.Body, pdf.Paragraph(t("meeting.print.not_final")))
	}
	table := pdf.Table{
		Header: []string{t("meeting.print.no"), t("meeting.print.post"), t("meeting.print.who"), t("meeting.print.presence"), t("meeting.print.at")},
		Widths: []float64{0.4, 3, 2.6, 1.8, 0.9},
	}
	for n, i := range v.Invitees {
		at := ""
		if !i.InAt.IsZero() {
			local, _ := r.Local(who, i.InAt)
			at = words.Time(indonesian, local, "")
		}
		table.Rows = append(table.Rows, []string{strconv.Itoa(n + 1), v.Held[i.Post].Title, v.came(i), t("meeting.presence." + string(i.Now())), at})
	}
	doc.Body = append(doc.Body, table)
	return pdf.Render(w, doc)
}

// came is the name of whoever came: the holder, or the post that stood in.
func (v *View) came(i Invitee) string {
	switch i.Now().Group() {
	case GroupHolder:
		return v.Held[i.Post].Name
	case GroupStandIn:
		if i.StandIn == "" {
			return ""
		}
		h := v.Held[i.StandIn]
		return strings.Trim(h.Name+", "+h.Title, ", ")
	case GroupExplained, GroupUnexplained, GroupOpen:
	}
	return ""
}

// MinutesPDF prints the minutes; KONSEP until they are published.
func (r *Room) MinutesPDF(ctx context.Context, who rambu.Actor, meeting string, w io.Writer) error {
	v, err := r.Get(ctx, who, meeting)
	if err != nil {
		return err
	}
	m, err := r.Minutes(ctx, who, meeting)
	if err != nil {
		return err
	}
	doc, err := r.sheet(ctx, who, v, "meeting.print.minutes")
	if err != nil {
		return err
	}
	doc.Draft = m.State != Published
	t := func(key string, args ...string) string { return r.words.T(indonesian, key, args...) }
	doc.Body = append(doc.Body, pdf.Heading(t("meeting.print.agenda")), pdf.List(v.Agenda), pdf.Heading(t("meeting.print.text")))
	for _, p := range trimmed(strings.Split(m.Text, "\n")) {
		doc.Body = append(doc.Body, pdf.Paragraph(p))
	}
	owners, err := r.ownersOf(ctx, who, v, m.Decisions)
	if err != nil {
		return err
	}
	table := pdf.Table{
		Header: []string{t("meeting.print.no"), t("meeting.print.decision"), t("meeting.print.owner"), t("meeting.print.due")},
		Widths: []float64{0.4, 4, 2, 1.4},
	}
	for _, d := range m.Decisions {
		lines := []string{d.Text}
		for n, p := range d.Points {
			lines = append(lines, strconv.Itoa(n+1)+") "+p)
		}
		table.Rows = append(table.Rows, []string{strconv.FormatInt(d.Number, 10), strings.Join(lines, "\n"), owners[d.Owner].Title, words.LongDate(indonesian, d.Due)})
	}
	if len(table.Rows) > 0 {
		doc.Body = append(doc.Body, pdf.Heading(t("meeting.print.decisions")), table)
	}
	if m.ApproverPost != "" {
		h, err := r.titleOn(ctx, who, roster.PostID(m.ApproverPost), v.Today)
		if err != nil {
			return err
		}
		doc.Body = append(doc.Body, pdf.Paragraph(t("meeting.print.approved", "by", h.Title)))
	}
	return pdf.Render(w, doc)
}

func (r *Room) ownersOf(ctx context.Context, who rambu.Actor, v *View, all []Decision) (map[roster.PostID]Held, error) {
	var posts []roster.PostID
	for _, d := range all {
		if d.Owner != "" {
			posts = append(posts, d.Owner)
		}
	}
	return r.HeldOn(ctx, who, slices.Compact(slices.Sorted(slices.Values(posts))), v.On)
}
