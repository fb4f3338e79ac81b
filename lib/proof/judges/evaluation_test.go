package judges

import (
	"regexp"
	"slices"
	"strings"
)

var patterns = map[string]*regexp.Regexp{}

// like says whether any pattern is all of any text; * is any text, ? one character. The
// names of actions have no case, those of resources have one.
func like(list, texts []string, flags string) bool {
	for _, pattern := range list {
		if patterns[flags+pattern] == nil {
			quoted := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(pattern))
			patterns[flags+pattern] = regexp.MustCompile(`^(?` + flags + `:` + quoted + `)$`)
		}
		for _, text := range texts {
			if patterns[flags+pattern].MatchString(text) {
				return true
			}
		}
	}
	return false
}

// about says whether a statement is about an action on a resource while conditions hold. A
// trust policy names no resource: it is about its role.
func (s statement) about(action string, on *guarded, holds func(string) bool) bool {
	if len(s.actions) > 0 && !like(s.actions, []string{action}, "i") || like(s.notActions, []string{action}, "i") {
		return false
	}
	if len(s.resources) > 0 && !like(s.resources, on.arns, "s") || like(s.notResources, on.arns, "s") {
		return false
	}
	return !slices.ContainsFunc(s.whys, func(why string) bool { return !holds(why) })
}

// one says whether two lists have a text in common.
func one(list, of []string) bool {
	return slices.ContainsFunc(list, func(text string) bool { return slices.Contains(of, text) })
}

// identities says whether policies of an identity allow, and whether they deny.
func identities(policy []statement, action string, on *guarded, holds func(string) bool) (allowed, denied bool) {
	for _, s := range policy {
		if s.about(action, on, holds) {
			allowed, denied = allowed || !s.deny, denied || s.deny
		}
	}
	return allowed, denied
}

// may evaluates a request in one account, as
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
// describes it. who is the name of a role, or a principal as a policy has it.
func (c *account) may(who, action string, on *guarded, holds func(string) bool) bool {
	root := []string{"arn:aws:iam::" + c.id + ":root", c.id}
	spelled, role := []string{who}, c.roles[who]
	if role != nil {
		spelled = role.arns
	} else if strings.HasSuffix(who, ":root") {
		spelled = []string{who, strings.Split(who, ":")[4]}
	}
	// A role is the resource of many actions, and its trust policy is about assuming it only.
	policy := on.policy
	if on.kind == "AWS::IAM::Role" && !strings.HasPrefix(action, "sts:") {
		policy = nil
	}
	var direct, everyone, delegated bool
	for _, s := range policy {
		if !s.about(action, on, holds) {
			continue
		}
		listed := one(s.principals, spelled)
		// Who is in the account that a statement denies is denied, too; NotPrincipal excepts
		// those alone that it names, and never one with a boundary:
		// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
		if s.deny && (listed || one(s.principals, []string{"*"}) || role != nil && one(s.principals, root) ||
			len(s.notPrincipals) > 0 && who != "*" && (!one(s.notPrincipals, spelled) || role != nil && role.bounded)) {
			return false
		}
		direct = direct || !s.deny && listed
		everyone = everyone || !s.deny && one(s.principals, []string{"*"})
		delegated = delegated || !s.deny && one(s.principals, root)
	}
	if role == nil {
		return direct || everyone
	}
	own, denied := identities(role.policy, action, on, holds)
	bound, denied2 := identities(role.boundary, action, on, holds)
	if denied || denied2 || role.bounded && !bound {
		return false
	}
	if on.kind == "AWS::KMS::Key" || strings.HasPrefix(action, "sts:") {
		// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html: without
		// the key's policy, those of identities are of no effect; so it is for trust.
		own = own && delegated
	}
	return direct || everyone || own
}
