package api

import "slices"

// routes are all operations of the interface, in the order of the contract.
func routes() []route {
	return slices.Concat(sessionRoutes(), reportRoutes(), deadlineRoutes(), intakeRoutes(), caseRoutes(), disciplineRoutes(), letterRoutes(), ledgerRoutes())
}
