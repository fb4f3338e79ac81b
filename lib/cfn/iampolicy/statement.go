// Package iampolicy reads the IAM policies of a cloud assembly: each statement as
// plain text, which policies a role has, and which a resource has. What they should
// say is the business of its users: package promises holds them to the
// requirements, package permissions shows them to a reviewer.
package iampolicy

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Statement is one statement of a policy with everything in it as plain text.
// The inverted forms keep their name in the text ("NotAction s3:*"), so that no
// comparison takes them for a grant.
type Statement struct {
	// Source is the resource whose template holds the statement.
	Source *assembly.Resource
	Effect string
	// Actions and Resources are as assembly.Text renders them.
	Actions, Resources []string
	// Principals read "Service logs.amazonaws.com", "AWS arn:…" or "*".
	Principals []string
	// Conditions read "StringEquals aws:SourceAccount ${AWS::AccountId}", sorted.
	Conditions []string
	// Unread says what in the statement this package does not understand. Whoever
	// must not overlook anything refuses a statement that has some.
	Unread []string
}

// String shows the statement for a message.
func (s Statement) String() string {
	return fmt.Sprintf("%s: %s %v to %v on %v if %v", s.Source, s.Effect, s.Actions, s.Principals, s.Resources, s.Conditions)
}

// Allows says whether the statement grants an action on a resource, named by
// itself or by a wildcard for all. Conditions are the caller's to judge.
func (s Statement) Allows(action string, on *assembly.Resource) bool {
	return s.Effect == "Allow" && s.Covers(action) && s.Names(on)
}

// Covers says whether the action is among the statement's, wildcards expanded.
func (s Statement) Covers(action string) bool {
	return slices.ContainsFunc(s.Actions, func(pattern string) bool { return matchAction(pattern, action) })
}

// Names says whether the statement's resources are all, or include r by its ARN.
func (s Statement) Names(r *assembly.Resource) bool {
	return slices.ContainsFunc(s.Resources, func(text string) bool {
		return text == "*" || text == "${"+r.String()+".Arn}" || text == "${"+r.String()+"}"
	})
}

// RefusesPlain says whether the statement refuses everybody an action on r without TLS.
func (s Statement) RefusesPlain(action string, r *assembly.Resource) bool {
	everybody := slices.Contains(s.Principals, "*") || slices.Contains(s.Principals, "AWS *")
	return s.Effect == "Deny" && everybody && s.Covers(action) && s.Names(r) &&
		slices.Equal(s.Conditions, []string{"Bool aws:SecureTransport false"})
}

// Concerns says whether the statement is about the action, NotAction read as what
// it means: everything else.
func (s Statement) Concerns(action string) bool {
	inverted := false
	for _, text := range s.Actions {
		pattern, excludes := strings.CutPrefix(text, "NotAction ")
		if excludes && matchAction(pattern, action) {
			return false
		}
		inverted = inverted || excludes
	}
	return inverted || s.Covers(action)
}

// matchAction compares as IAM does, which knows no case in actions.
func matchAction(pattern, action string) bool {
	return Match(strings.ToLower(pattern), strings.ToLower(action))
}

// Match says whether a policy's pattern, in which * is any text and ? one
// character, is all of a text. Only the last * is ever tried again, so that a
// pattern of many costs no more than its length times the text's.
func Match(pattern, text string) bool {
	p, star, resume := 0, -1, 0
	for t := 0; t < len(text); {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
