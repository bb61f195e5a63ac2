// Package clash finds where an official activity coincides with the election: with a stage or a
// window of the law pack, or with a campaign event in the same place on the same day. It is a pure
// function; what it says is an alert, never a verdict.
package clash

import (
	"slices"
	"strings"

	"rambu.id"
	"rambu.id/law"
)

// Activity is what is asked about.
type Activity struct {
	Kind     law.ActivityKind
	Place    string // code of its kecamatan, or of the region for all of it
	From, To rambu.Date
}

// Event is a campaign event as the official schedule has it: where and when, never whose.
type Event struct {
	ID       string
	Place    string // as of an Activity
	From, To rambu.Date
}

// Alert is one coincidence and the days they share.
type Alert struct {
	Rule     law.Coincidence
	From, To rambu.Date
	Event    string // id of the campaign event, "" for a stage or window
}

// Key names an alert, so that a decision can say which ones it was about.
func (a Alert) Key() string {
	if a.Event == "" {
		return a.Rule.ID
	}
	return a.Rule.ID + "@" + a.Event
}

// Find lists the coincidences of an activity, in the order of the pack and of the events.
func Find(pack *law.Pack, a Activity, events []Event) []Alert {
	var out []Alert
	for _, rule := range pack.Coincidences() {
		if !concerns(rule, a.Kind) {
			continue
		}
		if rule.Campaign {
			out = append(out, withEvents(rule, a, events)...)
			continue
		}
		from, to, ok := pack.Span(rule)
		if !ok {
			continue
		}
		if alert, shared := meet(rule, a, from, to); shared {
			out = append(out, alert)
		}
	}
	return out
}

func concerns(rule law.Coincidence, kind law.ActivityKind) bool {
	return slices.Contains(rule.Kinds, kind)
}

func withEvents(rule law.Coincidence, a Activity, events []Event) []Alert {
	var out []Alert
	for _, e := range events {
		if !near(a.Place, e.Place) {
			continue
		}
		if alert, shared := meet(rule, a, e.From, e.To); shared {
			alert.Event = e.ID
			out = append(out, alert)
		}
	}
	return out
}

// meet says which days an activity shares with a span whose empty ends are open.
func meet(rule law.Coincidence, a Activity, from, to rambu.Date) (Alert, bool) {
	alert := Alert{Rule: rule, From: max(a.From, from), To: a.To}
	if to != "" {
		alert.To = min(a.To, to)
	}
	return alert, alert.From <= alert.To
}

// near reports whether two places are one: the same kecamatan, or one lies in the other.
func near(a, b string) bool { return inside(a, b) || inside(b, a) }

func inside(code, area string) bool {
	return area != "" && (code == area || strings.HasPrefix(code, area+"."))
}
