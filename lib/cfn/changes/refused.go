package changes

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Rule is a condition of a service on changes that no template shows.
type Rule string

// The rules.
const (
	// FailoverNeedsReplica is ElastiCache's: CloudFormation sends the failover before the
	// replica, and the update fails.
	// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/383
	FailoverNeedsReplica Rule = "the service switches failover on only when a replica runs"
	// VersionsRise is that of RDS.
	// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
	VersionsRise Rule = "the service never takes a cluster back to an older version"
)

// Refused is an update that the resource's service does not accept.
type Refused struct {
	// Name is the stack's id and the logical id.
	Name   string
	Change string
	Rule   Rule
}

// String is one line for a person.
func (r Refused) String() string { return fmt.Sprintf("%s: %s, but %s", r.Name, r.Change, r.Rule) }

// Refusals returns the updates among the changes that a service does not accept.
func Refusals(before, after *assembly.Assembly, found []Change) []Refused {
	var all []Refused
	add := func(was *assembly.Resource, rule Rule, format string, args ...any) {
		if !slices.ContainsFunc(found, func(c Change) bool { return c.Name == was.String() && c.goes() }) {
			all = append(all, Refused{was.String(), fmt.Sprintf(format, args...), rule})
		}
	}
	for _, p := range onBothSides(before, after, "AWS::ElastiCache::ReplicationGroup") {
		from, to := p.texts("NumCacheClusters")
		was, is := p.texts("AutomaticFailoverEnabled")
		if cmp.Or(from, "1") == "1" && to != "1" && !on(was) && on(is) {
			add(p.was, FailoverNeedsReplica, "NumCacheClusters changes from 1 to %s and AutomaticFailoverEnabled to true at once", to)
		}
	}
	for _, p := range onBothSides(before, after, "AWS::RDS::DBCluster") {
		if from, to := p.texts("EngineVersion"); slices.Compare(version(to), version(from)) < 0 && to != "" {
			add(p.was, VersionsRise, "EngineVersion changes from %s to %s", from, to)
		}
	}
	return all
}

// version reads "15.17" as 15 and 17, up to the first part that is no number.
func version(text string) []int {
	var numbers []int
	for part := range strings.SplitSeq(text, ".") {
		number, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		numbers = append(numbers, number)
	}
	return numbers
}

// both is a resource before and after.
type both struct {
	before, after *assembly.Assembly
	was, is       *assembly.Resource
}

// onBothSides lists the resources of a type that a deployment keeps under their names.
func onBothSides(before, after *assembly.Assembly, resourceType string) []both {
	var found []both
	for _, was := range before.OfType(resourceType) {
		if s := after.Stack(was.Stack.ID); s != nil && s.Resources[was.LogicalID] != nil {
			found = append(found, both{before, after, was, s.Resources[was.LogicalID]})
		}
	}
	return found
}

// texts is a property before and after.
func (b both) texts(property string) (from, to string) {
	return b.before.Text(b.was.Stack, b.was.At(property)), b.after.Text(b.is.Stack, b.is.At(property))
}
