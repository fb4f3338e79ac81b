package permissions

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// refuseUsers reports the roles of the platform that something else uses than what they are
// declared for. A team's own roles are the team's to use.
func (a *analysis) refuseUsers() {
	declared := a.declaredUsers
	if declared == nil {
		return // a platform made by hand
	}
	found := map[string]bool{}
	for _, role := range a.OfType("AWS::IAM::Role") {
		name := a.of(role)
		found[name] = true
		if teams(role) {
			continue
		}
		want, known := declared[name]
		want = slices.Sorted(slices.Values(want))
		switch got := a.principal(PrincipalID{KindRole, name}).UsedBy; {
		case !known:
			a.problem(role, "nobody has declared what the role is for, in lib/proof/permissions/reasons/users.go")
		case !slices.Equal(got, want):
			a.problem(role, "the role is for %s, and used by %s", enumerated(want), enumerated(got))
		}
	}
	for _, p := range a.principals {
		if p.Kind == KindPolicy && !reasons.IsForPeople(p.Name) && !slices.ContainsFunc(p.statements, func(s statement) bool { return teams(s.Source) }) {
			a.problems = append(a.problems, fmt.Errorf("nobody has declared whom the policy %s is for, in lib/proof/permissions/reasons/users.go", p.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if !found[name] {
			a.problems = append(a.problems, fmt.Errorf("the role %s, which is for %s, is not there", name, enumerated(declared[name])))
		}
	}
}

func enumerated(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, " and ")
}

// roleText is the ARN of a role or of an instance profile.
var roleText = regexp.MustCompile(`arn:(?:[a-z*-]*|\$\{[^}]*\}):iam::(?:[\d*]*|\$\{[^}]*\}):(?:role|instance-profile)/(?:\$\{[^}]*\}|[\w+=,.@/-])+`)

// refuseRoleTexts reports roles that a resource names in a text, where no reference shows
// that it uses them. A role that AWS links to a service has the rights that AWS says.
func (a *analysis) refuseRoleTexts(r *assembly.Resource) {
	if strings.HasPrefix(r.Type, "AWS::IAM::") || hasResourcePolicy(r.Type) {
		return // which are read as policies
	}
	for _, text := range roleText.FindAllString(a.Text(r.Stack, r.Properties), -1) {
		text = a.readableAccount(text)
		if !strings.Contains(text, ":role/aws-service-role/") && !a.passed(r, text) {
			a.problem(r, "names the role %s, which no template has, in a text", text)
		}
	}
}

// passed says whether the role that a resource uses may pass another on.
func (a *analysis) passed(r *assembly.Resource, role string) bool {
	return slices.ContainsFunc(a.powers("iam:PassRole"), func(p power) bool {
		return slices.Contains(p.who.users, r) && a.readable(p.on.Text) == role
	})
}
