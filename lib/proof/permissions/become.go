package permissions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// Become is a role that a person, a workflow or a container may come to act in: by assuming
// it, by passing it on, or by starting what uses it.
type Become struct {
	Who, Role string
	// Through is what leads there, one thing after the other.
	Through []string
	// Changes is what the role may do to identities, keys and stacks. It needs a reason.
	Changes []Change
}

// Change is something that a role may do to identities, keys or stacks.
type Change struct {
	Actions    []string
	On         string
	Conditions []string
	Why        string
}

// step is one way from a principal to a role: directly, or through a resource that uses it.
type step struct {
	role    *principal
	through string
}

// becomes goes from each person, workflow and container to all roles that it leads to, on
// the shortest way. What it may change without becoming another is listed too.
func (a *analysis) becomes() []Become {
	var found []Become
	for _, root := range a.principals {
		if !a.isRoot(root) {
			continue
		}
		type place struct {
			at  *principal
			way []string
		}
		if own := a.changes(root, root); own != nil {
			found = append(found, Become{root.String(), root.Name, nil, own})
		}
		seen := map[*principal]bool{root: true}
		for queue := []place{{root, nil}}; len(queue) > 0; queue = queue[1:] {
			from := queue[0]
			for _, next := range a.steps(from.at) {
				if seen[next.role] {
					continue
				}
				seen[next.role] = true
				way := from.way
				if next.through != "" {
					way = append(slices.Clone(way), next.through)
				}
				queue = append(queue, place{next.role, append(slices.Clone(way), next.role.Name)})
				found = append(found, Become{root.String(), next.role.Name, way, a.changes(root, next.role)})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y Become) int { return cmp.Or(strings.Compare(x.Who, y.Who), strings.Compare(x.Role, y.Role)) })
	return found
}

// isRoot says whether somebody whom no template makes acts as a principal: who gets a
// policy by hand, who assumes a role from elsewhere, or a container or a host that may have
// been broken into.
func (a *analysis) isRoot(p *principal) bool {
	if p.Kind == KindPolicy {
		return true
	}
	outside := slices.ContainsFunc(p.trusts, func(t statement) bool {
		return t.Effect == "Allow" && t.to.Kind != KindService && t.to.Kind != KindRole
	})
	return p.Kind == KindRole && (outside || slices.ContainsFunc(p.users, func(user *assembly.Resource) bool {
		return user.Type == "AWS::EC2::Instance" || a.Refers(user.Stack, user.At("TaskRoleArn"), p.resource)
	}))
}

// steps are the roles that a principal's statements lead to. What is denied is not left
// out, so that nothing is overlooked.
func (a *analysis) steps(p *principal) []step {
	var found []step
	for _, s := range p.statements {
		for _, action := range s.Actions {
			for _, on := range s.Resources {
				if s.Effect == "Allow" && !onlyReads(action) {
					found = append(found, a.leadsTo(action, on)...)
				}
			}
		}
	}
	for _, role := range a.principals {
		if slices.ContainsFunc(role.trusts, func(t statement) bool { return t.Effect == "Allow" && t.to == p.PrincipalID }) {
			found = append(found, step{role, ""})
		}
	}
	return found
}

// leadsTo are the roles that an action on a resource leads to.
func (a *analysis) leadsTo(action, on iampolicy.Pattern) []step {
	service, _, _ := strings.Cut(strings.ToLower(action.Text), ":")
	if action.Not() {
		service = "*"
	}
	consumers := a.consumers(a.referent(on.Text), 0)
	var found []step
	for _, role := range a.principals {
		if role.Kind != KindRole {
			continue
		}
		if slices.Contains([]string{"iam", "sts", "*"}, service) && a.mayMean(on, role.resource) {
			found = append(found, step{role, ""})
		}
		for _, user := range role.users {
			if slices.Contains(consumers, user) || actsOn(service, user.Type) && a.mayMean(on, user) {
				found = append(found, step{role, a.of(user)})
			}
		}
	}
	return found
}

// services are the prefixes of the actions on resources of a type, where the type does not
// say. Session Manager and Run Command act on instances.
var services = map[string][]string{"AWS::EC2::Instance": {"ec2", "ssm"}, "AWS::StepFunctions::StateMachine": {"states"}}

// actsOn says whether the actions of a service are on resources of a type.
func actsOn(service, resourceType string) bool {
	known := services[resourceType]
	if known == nil {
		known = []string{strings.ToLower(strings.Split(resourceType+"::", "::")[1])}
	}
	return strings.ContainsAny(service, "*?") || slices.Contains(known, service)
}

// physicalNames are the properties with the name that ends an ARN.
var physicalNames = []string{"Family", "FunctionName", "InstanceProfileName", "Name", "PipelineName", "RoleName", "ServiceName", "StateMachineName"}

// mayMean says whether a resource of a statement is, or may be, r: by reference, or by the
// name at the end of an ARN. A name that CloudFormation makes has the logical id.
func (a *analysis) mayMean(on iampolicy.Pattern, r *assembly.Resource) bool {
	if on.Not() || strings.Contains(on.Text, "${"+r.String()+"}") || strings.Contains(on.Text, "${"+r.String()+".") {
		return true
	}
	end := strings.TrimSuffix(on.Text, ":*")
	end = end[strings.LastIndexAny(end, ":/")+1:]
	for _, property := range physicalNames {
		if name := a.Text(r.Stack, r.At(property)); r.At(property) != nil {
			return iampolicy.Match(end, name)
		}
	}
	return wildText(end) || strings.Contains(end, r.LogicalID)
}

// consumers are what AWS makes act with what somebody puts into a queue or a topic.
func (a *analysis) consumers(source *assembly.Resource, depth int) []*assembly.Resource {
	var found []*assembly.Resource
	if source == nil || depth > len(a.Stacks) {
		return nil
	}
	take := func(r *assembly.Resource, from, to string) {
		if t, _ := a.Follow(r.Stack, r.At(from)); t.Resource != source {
			return
		}
		if to == "" {
			found = append(found, r)
			return
		}
		if t, _ := a.Follow(r.Stack, r.At(to)); t.Resource != nil {
			found = append(append(found, t.Resource), a.consumers(t.Resource, depth+1)...)
		}
	}
	a.eachResource(func(r *assembly.Resource) {
		switch r.Type {
		case "AWS::Pipes::Pipe":
			take(r, "Source", "")
		case "AWS::Lambda::EventSourceMapping":
			take(r, "EventSourceArn", "FunctionName")
		case "AWS::SNS::Subscription":
			take(r, "TopicArn", "Endpoint")
		}
	})
	return found
}

// changes are what a role may do to identities, keys and stacks, and why somebody may who
// becomes it.
func (a *analysis) changes(root, role *principal) []Change {
	var found []Change
	for _, s := range role.statements {
		for _, action := range s.Actions {
			for _, on := range s.Resources {
				if s.Effect != "Allow" || !a.mayChange(action, on) {
					continue
				}
				need := reasons.Need{
					About: reasons.Becoming, Holder: root.Name, Action: action.String(), Resource: a.readable(on.String()),
					Conditions: strings.Join(a.conditions(s), " and "), As: role.Name,
				}
				why := a.reasons.Why(need)
				if why == "" {
					a.problems = append(a.problems, fmt.Errorf("no reason is declared for %s; %s", need, widens))
				}
				found = append(found, Change{[]string{need.Action}, need.Resource, a.conditions(s), why})
			}
		}
	}
	return joined(found, func(c Change) string { return rowKey(c.Conditions, c.On, c.Why) }, func(into *Change, c Change) {
		into.Actions = with(into.Actions, c.Actions[0])
	})
}

// mayChange says whether an action is on identities, keys or stacks, and does more than use
// them. To assume or pass on a role of the templates is a step, whose end is judged.
func (a *analysis) mayChange(action, on iampolicy.Pattern) bool {
	if action.Not() {
		return true
	}
	service, name, _ := strings.Cut(strings.ToLower(action.Text), ":")
	switch {
	case onlyReads(action):
		return false
	case service == "sts" || service == "iam" && name == "passrole":
		return !a.isRole(a.readable(on.Text))
	case service == "kms":
		return !slices.ContainsFunc([]string{"decrypt", "encrypt", "generate*", "reencrypt*", "sign", "verify*"}, func(use string) bool { return iampolicy.Match(use, name) })
	}
	return slices.ContainsFunc([]string{"cloudformation", "iam", "organizations", "sso"}, func(other string) bool { return iampolicy.Match(service, other) })
}

// onlyReads says whether an action reads: by its name, which AWS keeps to.
func onlyReads(action iampolicy.Pattern) bool {
	_, name, _ := strings.Cut(strings.ToLower(action.Text), ":")
	return !action.Not() && slices.ContainsFunc([]string{"batchget", "describe", "get", "list", "lookup", "search"}, func(word string) bool { return strings.HasPrefix(name, word) })
}
