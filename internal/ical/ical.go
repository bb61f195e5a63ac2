// Package ical writes calendars that any calendar program reads (RFC 5545, with the names of RFC
// 7986): lines end in CRLF and are folded at 75 octets, texts are escaped, times are UTC.
package ical

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Calendar is a file or a feed.
type Calendar struct {
	Name   string        // shown by the program that subscribes; "" for a single file
	Every  time.Duration // how often to ask again; 0 says nothing
	Events []Event
}

// Event is one thing in a calendar.
type Event struct {
	UID       string // the same for ever: a program replaces what it knew under it
	Sequence  int64  // rises with every change
	Changed   time.Time
	Start     time.Time
	End       time.Time
	Summary   string
	Location  string // "" is left out
	Text      string // "" is left out
	Link      string // "" is left out
	Category  string // "" is left out
	Cancelled bool
}

// product names the program that wrote a calendar.
const product = "-//Rambu//rambu.id//ID"

// maxLine is how many octets a line may have, without its end (RFC 5545 3.1).
const maxLine = 75

// Write writes the calendar. The same calendar gives the same bytes.
func (c Calendar) Write(w io.Writer) error {
	l := &lines{}
	l.add("BEGIN", "VCALENDAR")
	l.add("VERSION", "2.0")
	l.add("PRODID", product)
	l.add("CALSCALE", "GREGORIAN")
	l.add("METHOD", "PUBLISH")
	if c.Name != "" {
		l.text("NAME", c.Name)
		l.text("X-WR-CALNAME", c.Name)
	}
	if c.Every > 0 {
		every := "PT" + strconv.Itoa(int(c.Every/time.Minute)) + "M"
		l.add("REFRESH-INTERVAL;VALUE=DURATION", every)
		l.add("X-PUBLISHED-TTL", every)
	}
	for _, e := range c.Events {
		e.write(l)
	}
	l.add("END", "VCALENDAR")
	_, err := io.WriteString(w, l.b.String())
	return err
}

func (e Event) write(l *lines) {
	l.add("BEGIN", "VEVENT")
	l.text("UID", e.UID)
	l.add("DTSTAMP", instant(e.Changed))
	l.add("LAST-MODIFIED", instant(e.Changed))
	l.add("SEQUENCE", strconv.FormatInt(e.Sequence, 10))
	l.add("DTSTART", instant(e.Start))
	l.add("DTEND", instant(e.End))
	l.text("SUMMARY", e.Summary)
	for _, p := range [][2]string{{"LOCATION", e.Location}, {"DESCRIPTION", e.Text}, {"CATEGORIES", e.Category}} {
		if p[1] != "" {
			l.text(p[0], p[1])
		}
	}
	if e.Link != "" {
		l.add("URL", uri(e.Link))
	}
	status := "CONFIRMED"
	if e.Cancelled {
		status = "CANCELLED"
	}
	l.add("STATUS", status)
	l.add("END", "VEVENT")
}

// instant writes a time in UTC (RFC 5545 3.3.5, form 2): no zone has to be described then, and
// Indonesia's have no summer time.
func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// uri keeps an address on its line; it is not escaped as text is.
func uri(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

type lines struct{ b strings.Builder }

// text adds a property whose value is text (RFC 5545 3.3.11).
func (l *lines) text(name, value string) {
	value = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(value, ""), "\r\n", "\n"), "\r", "\n")
	value = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, value)
	l.add(name, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(value))
}

// add adds a line, folded so that no part is longer than allowed and no letter is cut in two.
func (l *lines) add(name, value string) {
	line, room := name+":"+value, maxLine
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		l.b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], maxLine-1 // the space counts
	}
	l.b.WriteString(line + "\r\n")
}
