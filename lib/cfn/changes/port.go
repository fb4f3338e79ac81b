package changes

import (
	"fmt"

	"example.com/chassis/lib/cfn/assembly"
)

// Moved is a target group whose targets will listen on another port. Security groups
// change before the tasks do, and each lets one port through: nothing would answer in
// between.
type Moved struct {
	// Name is the stack's id and the logical id of the target group.
	Name     string
	From, To string
}

// String is one line for a person.
func (m Moved) String() string {
	return fmt.Sprintf("%s: the port changes from %s to %s, and the old one is closed before new tasks run", m.Name, m.From, m.To)
}

// MovedPorts returns the target groups with another port.
func MovedPorts(before, after *assembly.Assembly) []Moved {
	var found []Moved
	for _, p := range onBothSides(before, after, "AWS::ElasticLoadBalancingV2::TargetGroup") {
		if from, to := p.texts("Port"); from != to {
			found = append(found, Moved{p.was.String(), from, to})
		}
	}
	return found
}
