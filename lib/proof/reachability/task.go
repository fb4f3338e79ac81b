package reachability

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

const (
	schedule       = "AWS::Scheduler::Schedule"
	stateMachine   = "AWS::StepFunctions::StateMachine"
	taskDefinition = "AWS::ECS::TaskDefinition"
)

// tasks reads what the tasks of a definition listen on, and names the component after
// their first container.
func (m *Model) tasks(c *Component, definition *assembly.Resource) {
	if definition == nil {
		return
	}
	for i, container := range items(definition.At("ContainerDefinitions")) {
		if i == 0 {
			c.Container = m.Text(definition.Stack, assembly.At(container, "Name"))
			c.Name = c.Container
		}
		for _, mapping := range items(assembly.At(container, "PortMappings")) {
			if m.Text(definition.Stack, assembly.At(mapping, "Protocol")) != "udp" {
				c.Ports = append(c.Ports, m.port(c.Resource, assembly.At(mapping, "ContainerPort")))
			}
		}
	}
}

// schedule reads a schedule. What it starts but tasks is a resource of its own. A target
// that is a call of any API could start a task, and its input is not read.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
func (m *Model) schedule(c *Component) {
	r := c.Resource
	if t, _ := m.Follow(r.Stack, r.At("Target", "Arn")); t.Resource == nil {
		m.unknown(r, "its target is %s, which no template has", m.text(r, "Target", "Arn"))
	}
	parameters := r.At("Target", "EcsParameters")
	c.Public = m.Text(r.Stack, assembly.At(parameters, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")) != "DISABLED"
	m.tasks(c, m.referred(r, assembly.At(parameters, "TaskDefinitionArn"), taskDefinition))
}

// migration reads a migration, whose function starts a task without a public address.
func (m *Model) migration(c *Component) {
	m.tasks(c, m.referred(c.Resource, c.Resource.At("TaskDefinition"), taskDefinition))
	c.Name += " migration"
}

// startsTasks says whether a schedule or a state machine does.
func (m *Model) startsTasks(r *assembly.Resource) bool {
	if r.Type == schedule {
		return r.At("Target", "EcsParameters") != nil
	}
	_, starts := m.start(r)
	return starts
}

// starter reads the state of a state machine that starts tasks. References inside of the
// definition are tokens of its text.
func (m *Model) starter(c *Component) {
	call, _ := m.start(c.Resource)
	network := assembly.At(call, "NetworkConfiguration", "AwsvpcConfiguration")
	c.Public = assembly.At(network, "AssignPublicIp") != "DISABLED"
	for _, subnet := range items(assembly.At(network, "Subnets")) {
		// A subnet of a zone that is left out is known, and not there.
		if i := slices.IndexFunc(m.Subnets, func(s *Subnet) bool { return subnet == token(s.Resource, "") }); i >= 0 {
			c.Subnets = append(c.Subnets, m.Subnets[i])
		} else if !slices.ContainsFunc(m.OfType("AWS::EC2::Subnet"), func(s *assembly.Resource) bool { return subnet == token(s, "") }) {
			m.unknown(c.Resource, "starts tasks in %v, which is no subnet of the templates", subnet)
		}
	}
	for _, group := range items(assembly.At(network, "SecurityGroups")) {
		if i := slices.IndexFunc(m.Groups, func(g *Group) bool { return group == token(g.Resource, "GroupId") }); i >= 0 {
			c.Groups = append(c.Groups, m.Groups[i])
		} else {
			m.unknown(c.Resource, "starts tasks with %v, which is no security group of the templates", group)
		}
	}
	for _, task := range m.OfType(taskDefinition) {
		if assembly.At(call, "TaskDefinition") == token(task, "") {
			m.tasks(c, task)
		}
	}
}

// starts says whether a task that runs to its end can start where it can pull the image.
// One that runs in the zone when it fails has failed.
func (m *Model) starts(c *Component) outcome {
	o := m.sends(c)
	if left := m.same(c); left != nil && o.Kept {
		return kept("in %s, and a run in the zone fails", zones(left.Subnets))
	}
	return o
}

// tasksWithout counts what is left of a service. ECS spreads tasks over the
// subnets' zones, and starts the missing ones where it can pull the image.
func (m *Model) tasksWithout(c *Component, rest *Model, zone string) outcome {
	least, zonesNow := m.leastTasks(c.Resource), len(zoneNames(c.Subnets))
	if least < 1 {
		return lost("", "the number of tasks cannot be read")
	}
	if !slices.ContainsFunc(c.Subnets, func(s *Subnet) bool { return s.Zone == zone }) {
		return kept("none of %d runs there", least)
	}
	left := rest.same(c)
	if left == nil {
		return lost(OtherSubnet, "all %d run there", least)
	}
	if o := rest.sends(c); !o.Kept {
		return lost(o.Lacks, "no task can start in %s: %s", zones(left.Subnets), o.How)
	}
	if tasks := least * (zonesNow - 1) / zonesNow; tasks > 0 {
		return kept("at least %d of %d run on, ECS starts the others in %s", tasks, least, zones(left.Subnets))
	}
	return lost(OtherTask, "the last of %d may run there, until ECS starts another in %s", least, zones(left.Subnets))
}

// token is how a reference to a resource reads in a text.
func token(r *assembly.Resource, attribute string) string {
	if attribute != "" {
		attribute = "." + attribute
	}
	return "${" + r.String() + attribute + "}"
}

// start returns the arguments with which a state machine starts tasks.
func (m *Model) start(r *assembly.Resource) (call any, starts bool) {
	var definition any
	if err := json.Unmarshal([]byte(m.text(r, "DefinitionString")), &definition); err != nil {
		m.unknown(r, "its definition cannot be read: %s", err)
	}
	calls := m.calls(r, definition)
	if len(calls) > 1 {
		m.unknown(r, "starts tasks in %d states, and the model knows one", len(calls))
	}
	if len(calls) == 0 {
		return nil, false
	}
	return calls[0], true
}

// calls are the arguments of the states that start tasks, those inside of others too.
func (m *Model) calls(r *assembly.Resource, v any) []any {
	var found []any
	for _, item := range assembly.List(v) {
		found = append(found, m.calls(r, item)...)
	}
	entries := assembly.Map(v)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		found = append(found, m.calls(r, entries[key])...)
	}
	resource, _ := entries["Resource"].(string)
	_, action, ofECS := strings.Cut(resource, ":ecs:")
	switch {
	case !ofECS:
	case strings.HasPrefix(action, "runTask"):
		arguments := entries["Arguments"]
		if arguments == nil {
			arguments = entries["Parameters"]
		}
		found = append(found, arguments)
	case !strings.HasPrefix(action, "list") && !strings.HasPrefix(action, "describe") && action != "stopTask":
		m.unknown(r, "it calls %s of ECS, which the model does not know", action)
	}
	return found
}
