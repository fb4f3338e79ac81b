package permissions

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
)

// inEach are environments with these tables, in the order in which they have names.
func inEach(tables ...Table) []Environment {
	var found []Environment
	for i, table := range tables {
		settings := config.Environment{Platform: "chassis", Name: []string{"dev", "staging", "prod"}[i]}
		found = append(found, Environment{settings, table})
	}
	return found
}

// roleThatMay is a role that may do something on some resources.
func roleThatMay(name, action string, on ...string) Principal {
	return Principal{PrincipalID: PrincipalID{KindRole, name}, Grants: []Grant{{Effect: "Allow", Actions: []string{action}, Resources: on}}}
}

func TestAPageSaysInWhichEnvironmentsSomethingHolds(t *testing.T) {
	t.Parallel()
	reading, writing := roleThatMay("App/Role", "s3:Get", "App/Bucket"), roleThatMay("App/Role", "s3:Put", "App/Bucket")
	with := func(p Principal, usedBy ...string) Principal {
		p.UsedBy = usedBy
		return p
	}
	trusting := func(pipe string) Principal {
		return Principal{PrincipalID: PrincipalID{KindRole, "App/Role"}, AssumedBy: []Trust{{"Allow", PrincipalID{KindService, "pipes"}, []string{"sts:AssumeRole"}, []string{"ArnLike a " + pipe}}}}
	}
	for name, tc := range map[string]struct {
		in   [3][]Principal
		want []string
	}{
		"a row that all have": {[3][]Principal{{reading}, {reading}, {reading}}, []string{"| dev | staging | prod | Effect |", "| yes | yes | yes | Allow | `s3:Get` |"}},
		"a row that one has not": {
			[3][]Principal{{reading}, {with(writing)}, {reading}}, []string{"| yes |  | yes | Allow | `s3:Get` |", "|  | yes |  | Allow | `s3:Put` |"},
		},
		"a role that some have": {
			[3][]Principal{nil, {with(reading, "App/Task")}, {with(reading, "App/Task")}},
			[]string{"- exists only in staging, prod\n- used by App/Task\n", "|  | yes | yes | Allow |"},
		},
		"a fact that differs": {
			[3][]Principal{{with(reading, "App/Task")}, {with(reading, "App/Task")}, {with(reading, "App/Other")}},
			[]string{"- in dev, staging: used by App/Task\n", "- in prod: used by App/Other\n"},
		},
		"a fact that all with the role share": {[3][]Principal{{with(reading, "App/Task")}, nil, {with(reading, "App/Task")}}, []string{"\n- used by App/Task\n"}},
		"names that have the environment's": {
			[3][]Principal{{roleThatMay("App/Role", "sqs:*", "chassis-dev-a")}, {roleThatMay("App/Role", "sqs:*", "chassis-staging-a")}, {roleThatMay("App/Role", "sqs:*", "chassis-prod-a")}},
			[]string{"| yes | yes | yes | Allow | `sqs:*` | `chassis-<env>-a` |"},
		},
		"a name that another environment's resource has": {
			[3][]Principal{{roleThatMay("App/Role", "sqs:*", "chassis-dev-a")}, {roleThatMay("App/Role", "sqs:*", "chassis-prod-a")}, {roleThatMay("App/Role", "sqs:*", "chassis-prod-a")}},
			[]string{"| yes |  | yes | Allow | `sqs:*` | `chassis-<env>-a` |", "|  | yes |  | Allow | `sqs:*` | `chassis-prod-a` |"},
		},
		"a fact with the environment's name": {
			[3][]Principal{{trusting("chassis-dev-pipe")}, {trusting("chassis-staging-pipe")}, {trusting("chassis-prod-pipe")}},
			[]string{"- `sts:AssumeRole` by: service pipes if `ArnLike a chassis-<env>-pipe`\n"},
		},
		"accounts that differ": {
			[3][]Principal{{roleThatMay("App/Role", "sqs:*", "arn:111122223333")}, {roleThatMay("App/Role", "sqs:*", "arn:444455556666")}, nil},
			[]string{"| yes |  |  | Allow | `sqs:*` | `arn:111122223333` |", "|  | yes |  | Allow | `sqs:*` | `arn:444455556666` |"},
		},
		"a row twice in one environment": {
			[3][]Principal{{reading}, {{PrincipalID: reading.PrincipalID, Grants: slices.Concat(reading.Grants, reading.Grants)}}, nil},
			[]string{"| yes | yes |  | Allow | `s3:Get` | `App/Bucket` |  |  |\n|  | yes |  | Allow | `s3:Get` |"},
		},
		"rows in another order": {
			[3][]Principal{{reading, roleThatMay("B/Role", "s3:Put")}, {roleThatMay("B/Role", "s3:Put"), reading}, nil},
			[]string{"### App/Role\n\n- exists only in dev, staging\n\n", "### B/Role\n\n- exists only in dev, staging\n\n"},
		},
	} {
		page := Page(inEach(Table{Roles: tc.in[0]}, Table{Roles: tc.in[1]}, Table{Roles: tc.in[2]})...)
		for _, want := range tc.want {
			if strings.Count(page, want) != 1 {
				t.Errorf("%s: want once %q in\n%s", name, want, page)
			}
		}
	}
}

// Nothing is lost or added by what environments share.
func TestEachEnvironmentHasTheRowsOfItsOwnPage(t *testing.T) {
	t.Parallel()
	first, _ := read(handMade(t), handMadeReasons)
	changed := handMade(t)
	change(t, changed, newRole, allowing(`{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}`))
	delete(changed.Stack("App").Resources, "Queue")
	second, _ := read(changed, handMadeReasons) // that reasons are missing is another test's
	environments := inEach(first, second)
	whole := Page(environments...)
	for i, e := range environments {
		got, want := rowsOf(whole, i, len(environments)), rowsOf(Page(e), 0, 0)
		if slices.Equal(got, want) || len(want) == 0 {
			continue
		}
		t.Errorf("%s has the rows\n%s\nwant\n%s", e.Settings.Label(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// heads are those of tables.
var heads = regexp.MustCompile(`(?m)^\|.*\n\|---.*\n`)

// rowsOf are the rows that a page has for one of its environments, without their columns.
func rowsOf(page string, environment, columns int) []string {
	var found []string
	for _, line := range strings.Split(heads.ReplaceAllString(page, ""), "\n") {
		row, isRow := strings.CutPrefix(line, "| ")
		cells := strings.Split(row, " | ")
		if isRow && (columns == 0 || cells[environment] == mark) {
			found = append(found, strings.Join(cells[columns:], " | "))
		}
	}
	return found
}

func TestThePageOfOneEnvironmentHasNoColumnForItAndKeepsItsName(t *testing.T) {
	t.Parallel()
	table := Table{Roles: []Principal{roleThatMay("App/Role", "sqs:*", "chassis-dev-a")}, External: []ExternalAccess{{On: "chassis-dev-a"}}}
	for name, text := range map[string]string{"page": Page(inEach(table)...), "part of a report": table.Markdown()} {
		if strings.Contains(text, "| dev |") || strings.Contains(text, "yes") || strings.Contains(text, "<env>") {
			t.Errorf("the %s tells environments apart:\n%s", name, text)
		}
		if !strings.Contains(text, "\n| Effect |") || !strings.Contains(text, "\n| Allow | `sqs:*` | `chassis-dev-a` |") {
			t.Errorf("the %s does not have the row:\n%s", name, text)
		}
	}
	if page := Page(inEach(table)...); !strings.HasPrefix(page, "# Who may do what in dev\n") {
		t.Errorf("the page does not name its environment:\n%s", page)
	}
}
