// Package reasons declares why somebody must be permitted what package permissions
// wants a reason for. A reason is a fact about AWS or about the platform; that
// something is convenient is none.
package reasons

import (
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
	// As is the role that the holders may come to act in, whose statement it is then.
	As  string
	Why string
}

// What a reason may be about.
const (
	ExternalAccess = "external access"
	NoSource       = "no source condition"
	Escalation     = "privilege escalation"
	Becoming       = "becoming another"
)

const (
	// AllOfThePolicy stands for the actions of a managed policy that no template has.
	AllOfThePolicy = "all actions of the policy"
	// Itself is the resource whose policy it is.
	Itself = "itself"
)

// Need is one thing that needs a reason.
type Need struct{ About, Effect, Holder, Action, Resource, Principal, Conditions, As string }

func (n Need) String() string { return n.Holder + ": " + n.Permission() }

// Permission is the need without whose it is.
func (n Need) Permission() string {
	text := ""
	for _, word := range []string{n.About, n.Effect} {
		if word != "" {
			text += word + ": "
		}
	}
	text += n.Action + " on " + n.Resource
	for _, more := range [][2]string{{" to ", n.Principal}, {" if ", n.Conditions}, {" as ", n.As}} {
		if more[1] != "" {
			text += more[0] + more[1]
		}
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
					found = append(found, Need{
						r.About, r.Effect, holder, action, resource, principal, strings.Join(r.Conditions, " and "), r.As,
					})
				}
			}
		}
	}
	return found
}

// Catalog finds the reasons of a platform.
type Catalog struct {
	all      []Reason
	declared map[Need]string
	needed   map[Need]bool
}

// NewCatalog holds declared reasons.
func NewCatalog(declared []Reason) *Catalog {
	c := &Catalog{all: declared, declared: map[Need]string{}, needed: map[Need]bool{}}
	for _, r := range declared {
		for _, n := range r.needs() {
			c.declared[n] = r.Why
		}
	}
	return c
}

// refusal denies everyone what is not encrypted on its way, which gives nobody anything.
func (n Need) refusal() bool {
	return n.About == "" && n.Effect == "Deny" && n.Principal == "everyone" && n.Conditions == "Bool aws:SecureTransport false"
}

// Why returns the reason for a need, or nothing.
func (c *Catalog) Why(n Need) string {
	if n.refusal() {
		return "A denial: every request must use TLS, whatever its action."
	}
	c.needed[n] = true
	return c.declared[n]
}

// Faults lists what is declared twice, and what is declared and not needed: such a reason
// would allow the next careless statement.
func (c *Catalog) Faults() []string {
	var found []string
	seen := map[Need]bool{}
	for _, r := range c.all {
		for _, n := range r.needs() {
			switch {
			case seen[n]:
				found = append(found, "two reasons are declared for "+n.String())
			case !c.needed[n]:
				found = append(found, "nothing needs the reason of "+n.String())
			}
			seen[n] = true
		}
	}
	slices.Sort(found)
	return found
}
