// Package changes compares what is deployed with what would be: two cloud
// assemblies, resource by resource. It says which resources a deployment creates,
// updates, replaces or deletes, follows a replacement through the references to
// the resource, and points out where data would be lost or lose its protection.
// How the two sides are read and what is allowed is the business of cmd/guard.
package changes

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Action is what a deployment does to a resource.
type Action string

// The actions. What only depends on values that templates do not tell is a may,
// and is judged like a will.
const (
	Create     Action = "created"
	Update     Action = "updated"
	Replace    Action = "REPLACED"
	MayReplace Action = "may be REPLACED"
	Delete     Action = "DELETED"
	MayDelete  Action = "may be DELETED"
	// Unprotect is that of a stack, which is no resource but guards all of its own.
	Unprotect Action = "UNPROTECTED"
)

// Change is what happens to one resource.
type Change struct {
	// Name is the stack's id and the logical id: Data/AuroraABC.
	Name, Type string
	Action     Action
	// Details name the properties, with the reason when it lies elsewhere.
	Details []string
	// Weakened names the policies and protections that get weaker.
	Weakened []string
	// Renamed names the resource that seems to be the same under another name.
	Renamed string
	// Data says what the resource holds; empty when nothing of worth.
	Data string
	// Kept says what is left of the data of a resource that is deleted or replaced.
	Kept string
}

// Endangers reports whether data would be lost or lose its protection.
func (c Change) Endangers() bool {
	return c.Data != "" && (c.goes() || len(c.Weakened) > 0)
}

// goes reports whether what the resource is now would be gone afterwards.
func (c Change) goes() bool {
	switch c.Action {
	case Replace, MayReplace, Delete, MayDelete:
		return true
	case Create, Update, Unprotect:
	}
	return false
}

// String is one line for a person.
func (c Change) String() string {
	var out strings.Builder
	out.WriteString(c.Name)
	if c.Type != "" {
		out.WriteString(" (" + c.Type + ")")
	}
	out.WriteString(" " + string(c.Action))
	if len(c.Details) > 0 {
		out.WriteString(": " + strings.Join(c.Details, ", "))
	}
	if c.Renamed != "" && c.Action == Create {
		out.WriteString("; nearly the same as " + c.Renamed + ", which is deleted: renamed?")
	} else if c.Renamed != "" {
		out.WriteString("; renamed? " + c.Renamed + " is nearly the same, but is created anew")
	}
	if len(c.Weakened) > 0 {
		out.WriteString("; WEAKENED: " + strings.Join(c.Weakened, ", "))
	}
	if c.Endangers() {
		out.WriteString("; it holds " + c.Data)
	}
	if c.Kept != "" {
		out.WriteString(": " + c.Kept)
	}
	return out.String()
}

// Deployment is what a deployment of one assembly over another does.
type Deployment struct {
	// Changes are by stack in the order of deployment and then by logical id.
	Changes []Change
	// First are the stacks that must be deployed before all others, in their order: a stack
	// goes after those that import from it.
	First []Early
}

// Compare returns what happens when after is deployed over before. Stacks are the same when
// id, name and, where known, account and region are.
func Compare(before, after *assembly.Assembly) (Deployment, error) {
	c, err := pairUp(before, after)
	if err != nil {
		return Deployment{}, err
	}
	c.spread()
	var found []Change
	for _, s := range c.stacks {
		found = append(found, s.unprotected()...)
		for _, p := range s.pairs {
			if change, ok := c.change(p); ok {
				found = append(found, change)
			}
		}
	}
	nameRenamed(c, found)
	return Deployment{found, c.first()}, nil
}

// change sums up what the comparison found out about one resource, if anything.
func (c *comparison) change(p *pair) (Change, bool) {
	r := p.either()
	change := Change{Name: r.String(), Type: r.Type, Details: p.details, Data: data(p.before)}
	if p.before == nil {
		change.Action = Create
		return change, true
	}
	switch deletion := kept("DeletionPolicy", deletionPolicy(p.before)); {
	case p.after == nil:
		change.Action, change.Kept = Delete, deletion
		if c.before.Inside(p.before) != nil {
			change.Data = "" // what is in a nested stack is said by itself
		}
		if p.stackGone {
			change.Details = []string{"its stack " + r.Stack.Name + " is gone"}
		}
	case p.conditional:
		change.Action, change.Kept = MayDelete, deletion
		change.Details = []string{"its condition " + p.after.Condition + " is new or changed"}
	case p.replaced != no:
		change.Action = Replace
		if p.replaced == may {
			change.Action = MayReplace
		}
		// Which side's policy counts is not documented, so the weaker one is told.
		change.Kept = kept("UpdateReplacePolicy", weaker(replacePolicy(p.before), replacePolicy(p.after)))
	default:
		change.Action = Update
	}
	if change.Data == "" {
		change.Kept = ""
	}
	if p.after != nil {
		weakened, others := c.changedPolicies(p.before, p.after)
		change.Weakened = slices.Concat(weakened, c.weakenedProtection(p.before, p.after), c.weakenedContents(p.before, p.after))
		if change.Action == Update {
			change.Details = append(change.Details, others...)
		}
	}
	return change, change.Action != Update || len(change.Details)+len(change.Weakened) > 0
}
