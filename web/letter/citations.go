package letter

import (
	"strings"

	"rambu.id"
	"rambu.id/law/cite"
	"rambu.id/letter"
	"rambu.id/web/guard"
	"rambu.id/web/ui"
)

func (p *Pages) guard() guard.Guard { return guard.Guard{UI: p.UI, Checker: p.Desk.Guard()} }

// written checks a text before it becomes a draft: there it is still easy to mend.
func (p *Pages) written(in *ui.Input, draft letter.DraftIn, today rambu.Date) error {
	if guard.Seen(in) {
		return nil
	}
	found, err := p.Desk.RemarksOn(textOf(draft), today)
	if err != nil {
		return err
	}
	return cite.Stop(found, "letter.error.citations")
}

// textOf is what a draft says.
func textOf(d letter.DraftIn) string { return d.Subject + "\n\n" + strings.Join(d.Paragraphs, "\n\n") }
