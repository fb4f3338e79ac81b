package permissions

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// ConfusedDeputy is an AWS service that a policy allows something without a condition
// on the source. Another account might cause it to act for them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
type ConfusedDeputy struct {
	Service string
	// On are the roles that the service assumes, or the resources that it may use.
	On         []string
	Actions    []string
	Conditions []string
	Why        string
}

// confusedDeputies lists the services that are not limited to this account, those of
// one reason together.
func (a *analysis) confusedDeputies() []ConfusedDeputy {
	var found []ConfusedDeputy
	for _, s := range a.statements() {
		if s.Effect != "Allow" || s.to.Kind != KindService || slices.ContainsFunc(s.Conditions, a.limitsSource) {
			continue
		}
		for _, p := range a.explain(reasons.NoSource, s, nil) {
			found = append(found, ConfusedDeputy{s.to.Name, []string{s.holder}, p.actions, a.conditions(s), p.why})
		}
	}
	return joined(found, ConfusedDeputy.key, func(into *ConfusedDeputy, d ConfusedDeputy) { into.On = with(into.On, d.On[0]) })
}

func (d ConfusedDeputy) key() string {
	return strings.Join([]string{d.Service, fmt.Sprint(d.Actions, d.Conditions), d.Why}, "\n")
}

// ownSource is an ARN of this account, or a resource of the templates.
var ownSource = regexp.MustCompile(`^(?:arn:aws:[a-z0-9-]+:[a-z0-9*-]*:\$\{AWS::AccountId\}:|\$\{[^{}:]+\}$)`)

// limitsSource says whether a condition allows only requests that a service makes for
// this account. An operator with IfExists would allow a request that names no source.
func (n names) limitsSource(c iampolicy.Condition) bool {
	sources := []string{"aws:sourceaccount", "aws:sourcearn"}
	operators := []string{"StringEquals", "StringLike", "ArnEquals", "ArnLike"}
	return slices.Contains(sources, strings.ToLower(c.Key)) && slices.Contains(operators, c.Operator) && len(c.Values) > 0 &&
		!slices.ContainsFunc(c.Values, func(value string) bool {
			value = n.readableAccount(value)
			return value != ownAccount && !ownSource.MatchString(value)
		})
}
