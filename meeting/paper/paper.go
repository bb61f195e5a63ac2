// Package paper prints what a meeting leaves on paper: the list of who was there, holder and
// stand-in apart, and the minutes with their decisions. Official papers are Indonesian whatever
// language the screen has.
package paper

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
	"rambu.id/ledger"
	"rambu.id/letter"
	"rambu.id/meeting"
	"rambu.id/roster"
)

// Press prints the papers of every government with a room on this instance.
type Press struct {
	Room     *meeting.Room
	Log      *ledger.Log  // keeps who took which list of persons along
	Letters  *letter.Desk // knows the letterhead
	Words    *words.Words
	Practice bool // marks every page LATIHAN
}

func (p Press) t(key string, args ...string) string { return p.Words.T(words.ID, key, args...) }

// sheet starts a printed paper of a meeting.
func (p Press) sheet(ctx context.Context, who rambu.Actor, v *meeting.View, titleKey string) (pdf.Document, error) {
	set, err := p.Letters.Setting(ctx, who)
	if err != nil {
		return pdf.Document{}, err
	}
	start, zone := p.Room.Local(who, v.Start)
	end, _ := p.Room.Local(who, v.End)
	rows := [][]string{
		{p.t("meeting.print.title"), v.Title},
		{p.t("meeting.print.day"), words.Date(words.ID, v.On)},
		{p.t("meeting.print.time"), words.Time(words.ID, start, "") + "–" + words.Time(words.ID, end, zone)},
		{p.t("meeting.print.place"), v.Place},
		{p.t("meeting.print.chair"), v.Chair.Title},
	}
	if v.Chair.Contested {
		rows = append(rows, []string{"", p.t("meeting.print.contested")})
	}
	return pdf.Document{
		Paper: pdf.Paper(set.Paper), Created: v.On.Time(time.UTC), Title: p.t(titleKey), Place: set.Place,
		Letterhead: pdf.Letterhead{Names: set.Letterhead.Names, Address: set.Letterhead.Address}, Practice: p.Practice,
		Body: []pdf.Block{pdf.Table{Header: []string{p.t("meeting.print.about"), ""}, Widths: []float64{1, 3}, Rows: rows}},
	}, nil
}

// Attendance prints who came, holder and stand-in apart. Grounds are not printed.
func (p Press) Attendance(ctx context.Context, who rambu.Actor, id string, w io.Writer) error {
	if !meeting.SeesAll(who) {
		return rambu.Errorf(rambu.NotFound, "the list is for those who see all")
	}
	v, err := p.Room.Get(ctx, who, id)
	if err != nil {
		return err
	}
	doc, err := p.sheet(ctx, who, v, "meeting.print.attendance")
	if err != nil {
		return err
	}
	counts := v.Counts()
	var sums pdf.List
	for _, g := range meeting.Groups() {
		if counts[g] > 0 {
			sums = append(sums, p.t("meeting.group."+string(g))+": "+strconv.Itoa(counts[g]))
		}
	}
	if len(sums) > 0 {
		doc.Body = append(doc.Body, pdf.Heading(p.t("meeting.print.sums")), sums)
	}
	if !v.Final(v.Today) {
		doc.Body = append(doc.Body, pdf.Paragraph(p.t("meeting.print.not_final")))
	}
	table := pdf.Table{
		Header: []string{p.t("meeting.print.no"), p.t("meeting.print.post"), p.t("meeting.print.who"), p.t("meeting.print.presence"), p.t("meeting.print.at")},
		Widths: []float64{0.4, 3, 2.6, 1.8, 0.9},
	}
	for n, i := range v.Invitees {
		at := ""
		if !i.InAt.IsZero() {
			local, _ := p.Room.Local(who, i.InAt)
			at = words.Time(words.ID, local, "")
		}
		table.Rows = append(table.Rows, []string{strconv.Itoa(n + 1), v.Held[i.Post].Title, came(v, i), p.t("meeting.presence." + string(i.Now())), at})
	}
	doc.Body = append(doc.Body, table)
	err = p.Log.Took(who, tookAttendance, id, "pdf")
	if err != nil {
		return err
	}
	return pdf.Render(w, doc)
}

// Roll prints the list to sign at the door, a QR code on each line: whoever types it in later scans
// the line with a phone and is at its page. The code holds that address, made of ids, and no name.
func (p Press) Roll(ctx context.Context, who rambu.Actor, id, base string, w io.Writer) error {
	if !meeting.Runs(who) {
		return rambu.Fault(rambu.Forbidden, "meeting.error.organiser_only")
	}
	v, err := p.Room.Get(ctx, who, id)
	if err != nil {
		return err
	}
	doc, err := p.sheet(ctx, who, v, "meeting.print.roll")
	if err != nil {
		return err
	}
	roll := pdf.Roll{Header: []string{
		p.t("meeting.print.no"), p.t("meeting.print.code"), p.t("meeting.print.post"), p.t("meeting.print.hour"), p.t("meeting.print.ink"),
	}}
	for _, i := range v.Invitees {
		h := v.Held[i.Post]
		text := h.Name
		switch {
		case i.StandIn != "":
			text = p.t("meeting.print.stands_in", "who", strings.Trim(v.Held[i.StandIn].Name+", "+v.Held[i.StandIn].Title, ", "))
		case h.Contested:
			text = p.t("meeting.print.contested")
		case h.Vacant:
			text = p.t("meeting.presence." + string(meeting.Vacant))
		}
		roll.Lines = append(roll.Lines, pdf.RollLine{QR: base + TickPath(id, i.ID), Title: h.Title, Text: text})
	}
	slices.SortFunc(roll.Lines, func(a, b pdf.RollLine) int { return strings.Compare(a.Title, b.Title) })
	doc.Body = append(doc.Body, pdf.Paragraph(p.t("meeting.print.roll_how")), roll)
	err = p.Log.Took(who, tookRoll, id, "pdf")
	if err != nil {
		return err
	}
	return pdf.Render(w, doc)
}

// TickPath is the page on which one invited post is ticked.
func TickPath(id, row string) string { return "/rapat/" + id + "/peserta/" + row + "/centang" }

// came is the name of whoever came: the holder, or the post that stood in.
func came(v *meeting.View, i meeting.Invitee) string {
	switch i.Now().Group() {
	case meeting.GroupHolder:
		return v.Held[i.Post].Name
	case meeting.GroupStandIn:
		if i.StandIn == "" {
			return ""
		}
		h := v.Held[i.StandIn]
		return strings.Trim(h.Name+", "+h.Title, ", ")
	case meeting.GroupExplained, meeting.GroupUnexplained, meeting.GroupOpen:
	}
	return ""
}

// Minutes prints the minutes; KONSEP until they are published.
func (p Press) Minutes(ctx context.Context, who rambu.Actor, id string, w io.Writer) error {
	v, err := p.Room.Get(ctx, who, id)
	if err != nil {
		return err
	}
	m, err := p.Room.Minutes(ctx, who, id)
	if err != nil {
		return err
	}
	doc, err := p.sheet(ctx, who, v, "meeting.print.minutes")
	if err != nil {
		return err
	}
	doc.Draft = m.State != meeting.Published
	doc.Body = append(doc.Body, pdf.Heading(p.t("meeting.print.agenda")), pdf.List(v.Agenda), pdf.Heading(p.t("meeting.print.text")))
	for line := range strings.SplitSeq(m.Text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			doc.Body = append(doc.Body, pdf.Paragraph(line))
		}
	}
	owners, err := p.owners(ctx, who, v, m)
	if err != nil {
		return err
	}
	table := pdf.Table{
		Header: []string{p.t("meeting.print.no"), p.t("meeting.print.decision"), p.t("meeting.print.owner"), p.t("meeting.print.due")},
		Widths: []float64{0.4, 4, 2, 1.4},
	}
	for _, d := range m.Decisions {
		lines := []string{d.Text}
		for n, point := range d.Points {
			lines = append(lines, strconv.Itoa(n+1)+") "+point)
		}
		table.Rows = append(table.Rows, []string{strconv.FormatInt(d.Number, 10), strings.Join(lines, "\n"), owners[d.Owner].Title, words.LongDate(words.ID, d.Due)})
	}
	if len(table.Rows) > 0 {
		doc.Body = append(doc.Body, pdf.Heading(p.t("meeting.print.decisions")), table)
	}
	if m.ApproverPost != "" {
		doc.Body = append(doc.Body, pdf.Paragraph(p.t("meeting.print.approved", "by", owners[roster.PostID(m.ApproverPost)].Title)))
	}
	return pdf.Render(w, doc)
}

// owners are the posts that own a decision or approved the minutes, as held on the day.
func (p Press) owners(ctx context.Context, who rambu.Actor, v *meeting.View, m meeting.Minutes) (map[roster.PostID]meeting.Held, error) {
	posts := []roster.PostID{roster.PostID(m.ApproverPost)}
	for _, d := range m.Decisions {
		posts = append(posts, d.Owner)
	}
	posts = slices.DeleteFunc(posts, func(id roster.PostID) bool { return id == "" })
	return p.Room.HeldOn(ctx, who, slices.Compact(slices.Sorted(slices.Values(posts))), v.On)
}
