package iampolicy

import (
	"fmt"
	"slices"
	"strings"
)

// Pattern is one text of Action, NotAction, Resource or NotResource, in which * is
// any text and ? one character.
type Pattern struct {
	// Element is the element of the statement that has the text.
	Element, Text string
}

// Not says that the statement is about everything that the pattern does not match.
func (p Pattern) Not() bool { return strings.HasPrefix(p.Element, "Not") }

// String is the text, with the name of the element before it for NotAction and
// NotResource, so that no comparison takes these for a grant.
func (p Pattern) String() string {
	if p.Not() {
		return p.Element + " " + p.Text
	}
	return p.Text
}

// Principal is who a statement is about.
type Principal struct {
	// Kind is AWS, CanonicalUser, Federated or Service; empty where * stands alone.
	Kind, ID string
	// Not says that it stands in NotPrincipal: the statement is about everyone else.
	Not bool
}

// IsEveryone says whether the statement is about everyone.
func (p Principal) IsEveryone() bool {
	return !p.Not && p.ID == "*" && (p.Kind == "" || p.Kind == "AWS")
}

// String reads "Service logs.amazonaws.com", "NotPrincipal AWS arn:…" or "*".
func (p Principal) String() string {
	text := strings.TrimPrefix(p.Kind+" "+p.ID, " ")
	if p.Not {
		text = "NotPrincipal " + text
	}
	return text
}

// Condition is one key of a statement's Condition, with the values that its operator
// compares it with.
type Condition struct {
	Operator, Key string
	Values        []string
}

// String reads "StringEquals aws:SourceAccount ${AWS::AccountId}". Several values are in
// alphabetical order, since they mean the same in any.
func (c Condition) String() string {
	return c.Operator + " " + c.Key + " " + strings.Join(slices.Sorted(slices.Values(c.Values)), ",")
}

// texts renders a list for a comparison or a message.
func texts[T fmt.Stringer](list []T) []string {
	var found []string
	for _, item := range list {
		found = append(found, item.String())
	}
	return found
}
