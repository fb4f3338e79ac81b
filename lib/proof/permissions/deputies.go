package permissions

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Deputy is an AWS service that a policy lets in without saying for whom it must
// act. Somebody of another account could have it act for them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
type Deputy struct {
	Service string
	// On are the roles that the service acts in, or the resources that it gets at.
	On         []string
	Actions    []string
	Conditions []string
	Why        string
}

// deputies lists the services that are not bound to this account, those of one
// reason together.
func (l *ledger) deputies() []Deputy {
	var found []Deputy
	for _, s := range l.statements() {
		if s.Effect != "Allow" || s.kind != KindService || slices.ContainsFunc(s.Conditions, bindsToAccount) {
			continue
		}
		for _, p := range l.explained(anyAccount, s, func(string, string) bool { return true }) {
			found = append(found, Deputy{s.name, []string{s.holder}, p.actions, s.Conditions, p.why})
		}
	}
	return joined(found, Deputy.key, func(into *Deputy, d Deputy) { into.On = with(into.On, d.On[0]) })
}

func (d Deputy) key() string {
	return strings.Join([]string{d.Service, fmt.Sprint(d.Actions, d.Conditions), d.Why}, "\n")
}

var (
	// sourceCondition compares what a service says of its caller. An operator with
	// IfExists would let in a request that says nothing.
	sourceCondition = regexp.MustCompile(`^(?:String|Arn)(?:Equals|Like) (?i:aws:Source(Account|Arn)) (.+)$`)
	// ownSource is an ARN of this account, or a resource of the templates.
	ownSource = regexp.MustCompile(`^(?:arn:aws:[a-z0-9-]+:[a-z0-9*-]*:\$\{AWS::AccountId\}:|\$\{[^{}:]+\}$)`)
)

// bindsToAccount says whether a condition leaves only requests that a service makes
// for this account.
func bindsToAccount(condition string) bool {
	parts := sourceCondition.FindStringSubmatch(condition)
	return parts != nil && !slices.ContainsFunc(strings.Split(parts[2], ","), func(value string) bool {
		return value != ownAccount && !ownSource.MatchString(value)
	})
}
