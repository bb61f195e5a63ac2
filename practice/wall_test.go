package practice_test

import (
	"context"
	"io"
	"reflect"
	"slices"
	"testing"

	"rambu.id"
	"rambu.id/instance"
	"rambu.id/practice"
)

// everyRole is more than anybody has: only the wall between institutions is left.
func everyRole() []rambu.Role {
	return []rambu.Role{
		rambu.RoleIntake, rambu.RoleHandler, rambu.RoleMember, rambu.RoleIdentity, rambu.RoleSuperior, rambu.RolePersonnel,
		rambu.RoleInspector, rambu.RoleAuthority, rambu.RoleSecretary, rambu.RoleClerk, rambu.RoleAdmin, rambu.RoleAuditor,
	}
}

// idsOf are up to two ids of every kind of thing an institution has, and their versions.
func idsOf(t *testing.T, in *instance.Instance, institution string) (out []string, versions []int64) {
	t.Helper()
	for _, table := range []string{
		"casefile_case", "intake_report", "discipline_matter", "letter_outbox", "letter_inbox", "access_account", "evidence_exhibit",
		"procedure_run", "procedure_clock", "directive_order", "pledge_paper", "activity_plan", "activity_event", "contact_entry",
	} {
		rows, err := in.DB.Query(t.Context(), `SELECT id, version FROM `+table+` WHERE institution = $1 ORDER BY id LIMIT 2`, institution)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id string
			var version int64
			err = rows.Scan(&id, &version)
			if err != nil {
				t.Fatal(err)
			}
			out, versions = append(out, id), append(versions, version)
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
		_ = rows.Close()
	}
	return out, versions
}

// filled makes an argument of a type that names the thing wherever it can; false: nowhere.
func filled(of reflect.Type, id string) (reflect.Value, bool) {
	v := reflect.New(of).Elem()
	switch {
	case of.Kind() == reflect.String:
		v.SetString(id)
		return v, true
	case of.Kind() == reflect.Int64:
		v.SetInt(1)
	case of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.String:
		v = reflect.MakeSlice(of, 1, 1)
		v.Index(0).SetString(id)
		return v, true
	case of.Kind() == reflect.Struct:
		named := false
		for _, name := range []string{"ID", "Matter", "Report", "Letter", "Object"} {
			f := v.FieldByName(name)
			if f.IsValid() && f.Kind() == reflect.String {
				f.SetString(id)
				named = true
			}
		}
		return v, named
	}
	return v, false
}

// call calls a method with a foreign thing's id; asked is false when it takes none.
func call(t *testing.T, method reflect.Value, who rambu.Actor, id string) (out []reflect.Value, asked bool) {
	t.Helper()
	in := method.Type()
	args := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(who)}
	for a := 2; a < in.NumIn(); a++ {
		if in.In(a) == reflect.TypeFor[io.Reader]() {
			return nil, false // takes a file of his own in
		}
		if in.IsVariadic() && a == in.NumIn()-1 {
			continue
		}
		v, named := filled(in.In(a), id)
		asked = asked || named
		args = append(args, v)
	}
	if !asked {
		return nil, false
	}
	return method.Call(args), true
}

// empty reports whether an answer without an error holds nothing.
func empty(out []reflect.Value) bool {
	for _, v := range out {
		list := v.Kind() == reflect.Slice || v.Kind() == reflect.Map
		if list && v.Len() > 0 || !list && !v.IsZero() {
			return false
		}
	}
	return true
}

// TestTheWallStandsInEveryMethod calls every exported method of every noun that takes an actor,
// as somebody of the other institution who has every role, with the ids of what is not his:
// nothing may be answered, and nothing may change.
func TestTheWallStandsInEveryMethod(t *testing.T) {
	t.Parallel()
	in := practice.Lively(t).In
	calls := 0
	for from, to := range map[string]string{practice.Supervisor: practice.Government, practice.Government: practice.Supervisor} {
		who := rambu.Actor{Account: rambu.NewID("akn"), Post: from + "/ketua", Institution: from, Region: practice.Region, Roles: everyRole()}
		foreign, before := idsOf(t, in, to)
		for _, noun := range []any{in.Cases, in.Discipline, in.Letters, in.Intake, in.Evidence, in.Access, in.Procedure, in.Directives, in.Pledges, in.Advisories, in.Agenda, in.Contacts} {
			v := reflect.ValueOf(noun)
			for m := range v.NumMethod() {
				in := v.Method(m).Type()
				if in.NumIn() < 3 || in.In(0) != reflect.TypeFor[context.Context]() || in.In(1) != reflect.TypeFor[rambu.Actor]() {
					continue
				}
				for _, id := range foreign {
					out, asked := call(t, v.Method(m), who, id)
					if !asked {
						continue
					}
					calls++
					name := v.Type().String() + "." + v.Type().Method(m).Name
					err, _ := reflect.TypeAssert[error](out[len(out)-1])
					if err == nil && !empty(out[:len(out)-1]) {
						t.Errorf("%s tells %s of %s", name, from, id)
					}
				}
			}
		}
		if _, after := idsOf(t, in, to); !slices.Equal(before, after) {
			t.Errorf("%s changed what belongs to %s", from, to)
		}
	}
	if calls < 1000 {
		t.Errorf("only %d calls", calls)
	}
}
