// Package prevention is the part of the JSON interface for what keeps violations from happening:
// imbauan with their circulars, the alert of coinciding dates, the book of contacts. Package api
// mounts it; who may do what is the domain's to say.
package prevention

import (
	"slices"

	"rambu.id"
	"rambu.id/api/wire"
	"rambu.id/instance"
	"rambu.id/internal/words"
)

// Caller is who calls, on which instance, in which language.
type Caller struct {
	Who      rambu.Actor
	Instance *instance.Instance
	Lang     words.Lang
	Files    *wire.Files // of an upload
}

// Ops are the operations of the package, in the order of the contract.
func Ops() []wire.Op[Caller] {
	return slices.Concat(advisoryRoutes(), activityRoutes(), contactRoutes())
}

// made names what a change made.
type made struct {
	ID string `json:"id"`
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
