// Package reasons declares why somebody must be permitted what package permissions
// wants a reason for. A reason is a fact about AWS or about the platform; that
// something is convenient is none.
package reasons

import (
	"fmt"
	"slices"
	"strings"
)

// Reason says why somebody must be permitted something. It holds for each
// combination of its lists and for nothing else: texts are compared as they are, so
// that a statement which loses a condition, or gains an action or a principal, has
// no reason any more.
type Reason struct {
	// About is one of the words below, or empty for what is broader than one action on
	// one resource.
	About string
	// Effect is empty for Allow.
	Effect string
	// Holders are whose policy it is: principals, or resources.
	Holders []string
	// Actions and Resources are of the statement. Itself is the holder.
	Actions, Resources []string
	// Principals are those that the policy of a resource or a role's trust policy names.
	Principals []string
	// Conditions are all that the statement has, in its order.
	Conditions []string
	Why        string
}

// What a reason may be about.
const (
	ExternalAccess = "external access"
	NoSource       = "no source condition"
	Escalation     = "privilege escalation"
)

const (
	// AllOfThePolicy stands for the actions of a managed policy that no template has.
	AllOfThePolicy = "all actions of the policy"
	// Itself is the resource whose policy it is.
	Itself = "itself"
)

// Need is one thing that needs a reason.
type Need struct{ About, Effect, Holder, Action, Resource, Principal, Conditions string }

func (n Need) String() string {
	text := n.Holder + ": "
	for _, word := range []string{n.About, n.Effect} {
		if word != "" {
			text += word + ": "
		}
	}
	text += n.Action + " on " + n.Resource
	if n.Principal != "" {
		text += " to " + n.Principal
	}
	if n.Conditions != "" {
		text += " if " + n.Conditions
	}
	return text
}

// needs lists what a reason is for.
func (r Reason) needs() []Need {
	principals := r.Principals
	if principals == nil {
		principals = []string{""}
	}
	var found []Need
	for _, holder := range r.Holders {
		for _, action := range r.Actions {
			for _, resource := range r.Resources {
				for _, principal := range principals {
					found = append(found, Need{r.About, r.Effect, holder, action, resource, principal, strings.Join(r.Conditions, " and ")})
				}
			}
		}
	}
	return found
}

// Catalog finds the reasons of a platform.
type Catalog struct {
	declared map[Need]string
	needed   map[Need]bool
	// Problems are reasons that are declared twice, and needs without a reason.
	Problems []error
}

// NewCatalog holds declared reasons.
func NewCatalog(declared []Reason) *Catalog {
	c := &Catalog{declared: map[Need]string{}, needed: map[Need]bool{}}
	for _, r := range declared {
		for _, n := range r.needs() {
			if c.declared[n] != "" {
				c.Problems = append(c.Problems, fmt.Errorf("two reasons are declared for %s", n))
			}
			c.declared[n] = r.Why
		}
	}
	return c
}

// Why returns the reason for a need. One without words is none.
func (c *Catalog) Why(n Need) string {
	why := c.declared[n]
	if why == "" && !c.needed[n] {
		c.Problems = append(c.Problems, fmt.Errorf("no reason is declared for %s", n))
	}
	c.needed[n] = true
	return why
}

// Unused lists the declared reasons that none of the platforms needs. Such a reason
// would allow the next careless statement.
func Unused(declared []Reason, platforms []*Catalog) []string {
	var found []string
	for _, r := range declared {
		for _, n := range r.needs() {
			if !slices.ContainsFunc(platforms, func(c *Catalog) bool { return c.needed[n] }) {
				found = append(found, n.String())
			}
		}
	}
	return found
}
