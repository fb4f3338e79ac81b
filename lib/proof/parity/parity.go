// Package parity tells how the synthesized environments differ, and why. It reads
// cloud assemblies; what an environment must contain is the business of package
// promises.
package parity

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Environment is one synthesized environment.
type Environment struct {
	// Name is what the environment's own names carry: prod.
	Name     string
	Assembly *assembly.Assembly
}

// What a Difference says of a resource or stack that an environment has, of anything
// that it lacks, and of what is inside a resource or stack that it lacks.
const (
	Present = "present"
	Absent  = "absent"
	Nowhere = "–"
)

// Difference is one thing that is not the same in every environment.
type Difference struct {
	// Owner is what differs, a stack or a resource by its construct: Network/VpcEIP.
	// Where two constructs would have the same name it is the logical id.
	Owner string
	// Type is that of the resource; empty when the difference is in the stack itself.
	Type string
	// Path leads to the value: Properties.Tags[Name].Value. It is empty when not
	// every environment has the resource or the stack.
	Path string
	// Values has every environment, in the order in which they were given.
	Values []Value
}

// Value is what one environment has, with its own name written <env>, as a whole.
type Value struct {
	Environment, Text string
	// There says that the environment has it. If not, Text is Absent or Nowhere; a
	// value may read the same.
	There bool
}

// String names the difference and shows it, for a person.
func (d Difference) String() string {
	out := d.Owner
	if d.Type != "" {
		out += " (" + d.Type + ")"
	}
	if d.Path != "" {
		out += " " + d.Path
	}
	var values []string
	for _, v := range d.Values {
		values = append(values, fmt.Sprintf("%s %q", v.Environment, v.Text))
	}
	return out + ": " + strings.Join(values, ", ")
}

// Differences compares the environments with each other, stack by stack: first what
// is the stack's own, then its resources by logical id. What differs only by the
// environment's own name is the same. Where some environments lack a resource, that
// is one difference, and the others are still compared with each other.
func Differences(environments []Environment) []Difference {
	c := comparison{environments: environments, ids: idsOf(environments)}
	for _, id := range stackIDs(environments) {
		c.compareStack(id)
	}
	return c.found
}

func (c *comparison) compareStack(id string) {
	var stacks []side
	var ids []string
	for _, env := range c.environments {
		if stack := env.Assembly.Stack(id); stack != nil {
			s := side{environment: env, ids: c.ids, stack: stack}
			s.contents = s.resolved(s.ofStack())
			stacks = append(stacks, s)
			for logicalID := range stack.Resources {
				ids = append(ids, logicalID)
			}
		}
	}
	c.compareSides(Difference{Owner: id}, stacks, len(c.environments))
	slices.Sort(ids)
	for _, logicalID := range slices.Compact(ids) {
		at := Difference{Owner: c.ids.name(id, logicalID)}
		var having []side
		for _, s := range stacks {
			if r := s.stack.Resources[logicalID]; r != nil {
				at.Type, s.contents = r.Type, s.resolved(ofResource(r))
				having = append(having, s)
			}
		}
		c.compareSides(at, having, len(c.environments))
	}
}

// stackIDs lists the stacks of all environments in the order of deployment.
func stackIDs(environments []Environment) []string {
	var ids []string
	for _, env := range environments {
		for _, stack := range env.Assembly.Stacks {
			if !slices.Contains(ids, stack.ID) {
				ids = append(ids, stack.ID)
			}
		}
	}
	return ids
}
