package casefile_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"rambu.id"
	"rambu.id/casefile"
	"rambu.id/internal/db"
	"rambu.id/internal/db/dbtest"
)

// Every method of the desk is called by officers of other institutions who have every role:
// each finds nothing and changes nothing. A new method is called too.
func TestWalls(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id, report, _ := w.registered()
		before := w.readable()
		every := []rambu.Role{
			rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleIdentity, rambu.RoleSuperior, rambu.RolePersonnel,
			rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAdmin, rambu.RoleAuditor,
		}
		government := w.bkpsdm
		government.Roles = every
		neighbour := rambu.Actor{Account: "akn_tetangga", Post: "bawaslu.18.02/ketua", Institution: "bawaslu.18.02", Region: "18.02", Roles: every}
		nobody := rambu.Actor{Account: "akn_x", Roles: every}
		for name, who := range map[string]rambu.Actor{"government": government, "another Bawaslu": neighbour, "nobody": nobody} {
			for _, ids := range [][]string{{id}, {report}} {
				called := callAll(t, w.Desk, name, who, ids[0])
				if called < 30 {
					t.Errorf("only %d methods were called", called)
				}
			}
		}
		if w.readable() != before {
			t.Error("somebody from outside changed the tables")
		}
		w.verify()
	})
}

// own are methods that show or set what is the caller's own institution's, or the law; another
// Bawaslu may use them.
func own(method string) bool {
	return slices.Contains([]string{"Setting", "QuorumOf", "Configure", "RouteFor", "Classify", "Today"}, method)
}

// callAll calls every method that takes an actor, with the id for every text.
func callAll(t *testing.T, desk *casefile.Desk, name string, who rambu.Actor, id string) int {
	t.Helper()
	v := reflect.ValueOf(desk)
	n := 0
	for i := range v.NumMethod() {
		m := v.Type().Method(i)
		takesActor := false
		args := []reflect.Value{}
		for j := 1; j < m.Type.NumIn(); j++ {
			switch in := m.Type.In(j); {
			case in == reflect.TypeFor[context.Context]():
				args = append(args, reflect.ValueOf(t.Context()))
			case in == reflect.TypeFor[rambu.Actor]():
				takesActor = true
				args = append(args, reflect.ValueOf(who))
			case in.Kind() == reflect.String:
				args = append(args, reflect.ValueOf(id).Convert(in))
			default:
				args = append(args, reflect.Zero(in))
			}
		}
		if !takesActor || own(m.Name) && (m.Name == "Today" || m.Name == "Classify" || name == "another Bawaslu") {
			continue
		}
		n++
		out := v.Method(i).Call(args)
		checkNothing(t, name+" calls "+m.Name, out)
	}
	return n
}

// checkNothing wants a NotFound, or empty results.
func checkNothing(t *testing.T, what string, out []reflect.Value) {
	t.Helper()
	err, _ := reflect.TypeAssert[error](out[len(out)-1])
	if err != nil {
		if rambu.KindOf(err) != rambu.NotFound {
			t.Errorf("%s: %v, want NotFound", what, err)
		}
		return
	}
	for _, v := range out[:len(out)-1] {
		if !v.IsZero() && !((v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0) {
			t.Errorf("%s got %v", what, v.Interface())
		}
	}
}
