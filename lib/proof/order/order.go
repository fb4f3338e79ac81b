// Package order says what a change of one setting does to a deployed platform that a team
// must know beforehand: what it interrupts, replaces or endangers, what AWS refuses, and
// which stacks must be deployed in another order than usual. It asks the guard, and
// knows no setting.
package order

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
	"example.com/chassis/lib/proof/pages"
)

// Verdict is what a team must know of a change, a line each; empty when a deployment of all
// stacks does it.
type Verdict struct{ Steps, Refused, Down, Lost, Replaced []string }

// Of says what a deployment does that is not done by deploying everything at once.
func Of(before, after *assembly.Assembly) Verdict {
	deployed, err := changes.Compare(before, after)
	if err != nil {
		// The names of all stacks are no help in a table.
		why, _, _ := strings.Cut(err.Error(), " (")
		return Verdict{Refused: []string{"the guard stops: " + why}}
	}
	var v Verdict
	found := deployed.Changes
	for _, e := range deployed.First {
		v.Steps = append(v.Steps, step(e))
	}
	for _, r := range changes.Refusals(before, after, found) {
		v.Refused = append(v.Refused, fmt.Sprintf("refused: %s: %s, but %s", kind(found, r.Name), r.Change, r.Rule))
	}
	for _, m := range changes.MovedPorts(before, after) {
		_, name, _ := strings.Cut(m.Name, "/")
		v.Down = append(v.Down, "interrupts: "+assembly.Construct(name)+" is replaced, and the service is down until its new tasks are healthy")
	}
	lost, replaced, again := map[string]int{}, map[string]int{}, map[string]int{}
	for _, c := range found {
		switch {
		case c.Endangers() && len(c.Weakened) > 0 && c.Action == changes.Update:
			lost[c.Type+" is protected less"]++
		case c.Endangers():
			lost[c.Type+" "+string(c.Action)]++
		case c.Action == changes.Unprotect:
			lost["a stack "+string(c.Action)]++
		case strings.HasPrefix(c.Type, "Custom::") && c.Action != changes.Create && c.Action != changes.Delete:
			again[c.Type]++
		case (c.Action == changes.Replace || c.Action == changes.MayReplace) && !slices.Contains(revisions, c.Type):
			replaced[c.Type]++
		}
		if name := taken(before, after, c); name != "" {
			v.Steps = append(v.Steps, fmt.Sprintf("two steps: the new %s cannot have the name %s before the old one is gone", c.Type, name))
		}
		for _, detail := range c.Details {
			if says := restarts[c.Type+"."+detail]; says != "" && c.Action == changes.Update {
				v.Down = append(v.Down, "interrupts: "+says)
			}
		}
	}
	slices.Sort(v.Down)
	v.Down = slices.Compact(v.Down)
	v.Lost = counted("the guard asks: ", lost)
	v.Replaced = append(counted("replaces: ", replaced), counted("runs again: ", again)...)
	return v
}

// step is what a stack wants, without the names of exports, which the guard has.
func step(e changes.Early) string {
	switch {
	case !e.Impossible():
		return e.Stack + " first, alone"
	case e.Left:
		return e.Stack + " goes first (cdk destroy)"
	case len(e.Gone)+len(e.Missing) == 0:
		return "two steps: " + e.Stack + " uses what would be gone or another value"
	}
	return "two steps: " + e.Stack + " uses what would be gone, and wants what is not there yet"
}

// revisions are types of which each change is a new one by design, in the place of which
// the old one serves until the new one does.
var revisions = []string{"AWS::ECS::TaskDefinition", "AWS::Lambda::Version"}

// restarts are properties that change in place, and not without an interruption, by AWS's
// documentation of the type.
var restarts = map[string]string{
	"AWS::RDS::DBCluster.EngineVersion":                "the database restarts",
	"AWS::ElastiCache::ReplicationGroup.CacheNodeType": "the cache moves to other nodes, and connections to it break once",
	"AWS::ElastiCache::ReplicationGroup.EngineVersion": "the cache restarts",
	"AWS::EC2::Instance.InstanceType":                  "the bastion stops and starts",
}

// names are the properties that name a resource for all of its life.
var names = []string{
	"Name", "AlarmName", "ClusterName", "DBClusterIdentifier", "DBProxyEndpointName", "DBProxyName", "FunctionName", "GroupName", "LogGroupName",
	"RepositoryName", "RoleName", "StateMachineName", "TopicName", "QueueName", "BucketName",
}

// taken is the name that a resource keeps while it is replaced. CloudFormation creates the
// new one first, so AWS refuses it.
func taken(before, after *assembly.Assembly, c changes.Change) string {
	if c.Action != changes.Replace && c.Action != changes.MayReplace {
		return ""
	}
	stack, id, _ := strings.Cut(c.Name, "/")
	was, is := resource(before, stack, id), resource(after, stack, id)
	for _, name := range names {
		if text, given := is.At(name).(string); given && was.At(name) == is.At(name) {
			return text
		}
	}
	return ""
}

func resource(a *assembly.Assembly, stack, id string) *assembly.Resource {
	if s := a.Stack(stack); s != nil {
		return s.Resources[id]
	}
	return nil
}

func kind(found []changes.Change, name string) string {
	for _, c := range found {
		if c.Name == name {
			return c.Type
		}
	}
	return name
}

// counted are the things that are counted, in one line.
func counted(what string, things map[string]int) []string {
	var list []string
	for _, thing := range slices.Sorted(maps.Keys(things)) {
		if things[thing] > 1 {
			thing = fmt.Sprintf("%s (%d)", thing, things[thing])
		}
		list = append(list, thing)
	}
	if list == nil {
		return nil
	}
	const most = 6
	if more := len(list) - most; more > 1 {
		list = append(list[:most], fmt.Sprintf("%d more types", more))
	}
	return []string{what + strings.Join(list, ", ")}
}

// Lines are the whole verdict.
func (v Verdict) Lines() []string {
	return slices.Concat(v.Steps, v.Refused, v.Down, v.Lost, v.Replaced)
}

// Trial is one change of a setting that was tried, both ways.
type Trial struct {
	// Setting is its name, Value what it is instead of the default, and Beside what else is
	// set on both sides, because it needs that.
	Setting, Value, Beside string
	// There is from the default to the value, Back the other way.
	There, Back Verdict
}

// Page lists the trials of which there is something to know, and names all other
// settings, those that the environment refuses among them.
func Page(trials []Trial, refused []string) string {
	var rows [][]string
	notable, all := map[string]bool{}, map[string]bool{}
	for _, t := range trials {
		all[t.Setting] = true
		there, back := t.There.Lines(), t.Back.Lines()
		if len(there)+len(back) == 0 {
			continue
		}
		notable[t.Setting] = true
		value := pages.Code(t.Value)
		if t.Beside != "" {
			value += ", with " + pages.Code(t.Beside) + " before and after"
		}
		rows = append(rows, []string{pages.Code(t.Setting), value, cell(there), cell(back)})
	}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !notable[name] {
			others = append(others, pages.Code(name))
		}
	}
	return `# What a change of a setting wants

For every setting and every field of a service, one value or several that are not prod's default, from the deployed default and back to
it: what the guard says before such a deployment ([deploying.md](../deploying.md)). A deployment of all stacks in their usual order
does the rest without a step of yours; a new revision of a task definition, which every change of a task is, is left out.
The service is ` + "`service-api`" + `. Written by ` + "`.ci/run update`" + `, which synthesizes prod with each of them.

"Compute first, alone" is ` + "`npx cdk deploy Compute --exclusively`" + ` before the deployment of all: as deployed, the stack imports what would
be gone. The workflows do it by themselves. "Two steps" has no such order: what is imported is let go of in one deployment, and
changed in another. "The guard asks" is a stop until ` + "`-allow`" + ` names the resource.
"Runs again" is a custom resource, whose function decides what to do.

` + pages.Table([]string{"setting", "value", "default → value", "value → default"}, rows) + `
## Settings without any of this

` + strings.Join(others, ", ") + `.

## Settings that prod refuses

` + codes(refused) + ".\n"
}

func codes(names []string) string {
	var list []string
	for _, name := range names {
		list = append(list, pages.Code(name))
	}
	return strings.Join(list, ", ")
}

func cell(lines []string) string {
	if len(lines) == 0 {
		return "–"
	}
	return strings.Join(lines, "; ")
}

// Settings reads back which settings a page is about.
func Settings(page string) []string {
	names := map[string]bool{}
	_, rest, _ := strings.Cut(page, "|---|")
	table, others, _ := strings.Cut(rest, "\n## Settings without any of this\n")
	others = strings.ReplaceAll(others, "\n\n## Settings that prod refuses\n\n", ",")
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) > 2 && strings.HasPrefix(line, "| `") {
			names[strings.Trim(cells[1], " `")] = true
		}
	}
	for _, name := range strings.Split(others, ",") {
		if name = strings.Trim(name, " .`\n"); name != "" {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
