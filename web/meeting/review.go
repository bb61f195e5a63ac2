package meeting

import (
	"net/http"
	"strconv"
	"strings"

	"rambu.id"
	"rambu.id/internal/words"
	"rambu.id/meeting"
	"rambu.id/meeting/pattern"
	"rambu.id/web/ui"
)

type reviewPage struct {
	ui.Frame
	ID       string
	Heading  string
	When     string
	Ask      bool   // the absent posts were not asked yet
	Waiting  string // until when they may reply
	Found    bool
	TooFew   string
	Verdict  string // in words
	Tests    ui.Table
	Else     []string // what else would explain it
	Replies  []ui.Event
	NoReply  string
	DeleteOn string
	How      ui.Details
}

// showReview is Inspektorat's question, and its answer once the absent posts had their say.
func (p *Pages) showReview(w http.ResponseWriter, r *http.Request) error {
	c, err := p.meeting(r)
	if err != nil {
		return err
	}
	if !c.who.Is(rambu.RoleInspector) {
		return rambu.Errorf(rambu.NotFound, "patterns are for Inspektorat")
	}
	page := &reviewPage{Frame: p.UI.Frame(r, "meeting.review.title"), ID: c.v.ID, Heading: c.v.Title, When: c.when(c.v.Session)}
	review, err := p.Room.ReviewOf(r.Context(), c.who, c.v.ID)
	switch {
	case err != nil && rambu.KindOf(err) == rambu.NotFound:
		page.Ask = true
		return p.review.Render(w, http.StatusOK, page)
	case err != nil:
		return err
	case c.v.Today <= review.ReplyDue:
		page.Waiting = c.day(review.ReplyDue)
		return p.review.Render(w, http.StatusOK, page)
	}
	f, err := p.Room.Findings(r.Context(), c.who, c.v.ID)
	if err != nil {
		return err
	}
	c.findings(page, f)
	return p.review.Render(w, http.StatusOK, page)
}

func (c *call) findings(page *reviewPage, f *meeting.Findings) {
	page.Found = true
	page.DeleteOn = c.day(f.Review.DeleteOn)
	if f.TooFew {
		page.TooFew = c.t("meeting.review.too_few", "meetings", itoa(f.Meetings), "posts", itoa(f.Posts),
			"least", itoa(pattern.MinMeetings), "least_posts", itoa(pattern.MinPosts))
	} else {
		page.Verdict = c.verdict(*f.Whole)
		page.Tests = c.tests(f)
		page.How = ui.Details{Summary: c.t("meeting.review.how"), Text: c.t("meeting.review.how_text")}
	}
	page.Else = []string{
		c.t("meeting.review.else_clash", "n", itoa(f.Clashes)), c.t("meeting.review.else_letter", "n", itoa(f.NoLetter)),
		c.t("meeting.review.else_cause"), c.t("meeting.review.else_habit"),
	}
	for _, reply := range f.Replies {
		e := ui.Event{Title: f.Held[reply.Post].Title, When: c.day(rambu.DateOf(reply.At)), Text: reply.Text}
		if reply.By != "" {
			e.Who = c.t("meeting.review.on_paper", "name", reply.By, "date", c.day(reply.On))
		}
		page.Replies = append(page.Replies, e)
	}
	page.NoReply = c.t("meeting.review.replied", "n", itoa(len(f.Replies)), "of", itoa(f.Asked))
}

// verdict says the size in words, and never more than the numbers carry.
func (c *call) verdict(f pattern.Finding) string {
	key := "meeting.review.usual"
	if f.Stands {
		key = "meeting.review.unusual"
	}
	return c.t(key, "missing", itoa(f.Missing), "expected", itoa(f.Expected), "usual", c.decimal(f.Usual, 1),
		"size", c.t("meeting.size."+string(f.Size())))
}

// decimal writes a number as the language does.
func (c *call) decimal(x float64, places int) string {
	s := strconv.FormatFloat(x, 'f', places, 64)
	if c.lang == words.EN {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

func (c *call) tests(f *meeting.Findings) ui.Table {
	t := ui.Table{Caption: c.t("meeting.review.tests"), Columns: []ui.Column{
		{Text: c.t("meeting.review.what")},
		{Text: c.t("meeting.review.missing"), Num: true},
		{Text: c.t("meeting.review.by_habit"), Num: true},
		{Text: c.t("meeting.review.chance"), Num: true},
		{Text: c.t("meeting.review.adjusted"), Num: true},
	}}
	add := func(name string, x pattern.Finding) {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: name},
			{Text: c.t("meeting.review.of", "n", itoa(x.Missing), "of", itoa(x.Expected))},
			{Text: c.decimal(x.Usual, 1)},
			{Text: c.chance(x.P)},
			{Text: c.chance(x.Adjusted)},
		})
	}
	add(c.t("meeting.review.whole"), *f.Whole)
	for _, g := range f.Groups {
		name := g.Group
		if key := "meeting.invitees." + g.Group; c.p.UI.Words().Has(c.lang, key) {
			name = c.t(key)
		}
		add(name, g)
	}
	return t
}

// chance writes a probability; what is smaller than can be shown is said to be so.
func (c *call) chance(p float64) string {
	if p < 0.0001 {
		return "< " + c.decimal(0.0001, 4)
	}
	return c.decimal(p, 4)
}
