package reasons

import (
	"slices"

	"example.com/chassis/lib/config"
)

const migrationRole = "Compute/Migrations/Role"

// runs has the reasons of those who start tasks that run to their end.
func (p platform) runs() []Reason {
	var found []Reason
	for _, s := range p.Jobs() {
		when := "template condition " + s.ImageParameter() + "Given"
		if s.Overlap {
			found = append(found, p.starts(roleOf(s, "Release/ScheduleRole"), []config.Service{s}, when)...)
			continue
		}
		starter := roleOf(s, "Release/Starter/Machine")
		found = append(found, p.stateMachine(starter, when)...)
		found = append(found, p.starts(starter+"/Role", []config.Service{s}, when)...)
		found = append(found, Reason{
			Holders: []string{starter + "/Role"}, Actions: []string{"ecs:ListTasks"}, Resources: []string{all}, Conditions: []string{p.inCluster()},
			Why: "ECS lists the tasks of a whole cluster, and knows no resource for that; the condition names the cluster, and the action only reads.",
		})
	}
	if !p.Migrates() {
		return found
	}
	migrating := slices.DeleteFunc(slices.Clone(p.Services), func(s config.Service) bool { return !s.Migrates() })
	return append(append(found, p.starts(migrationRole, migrating)...), Reason{
		Holders: []string{migrationRole}, Actions: []string{"ecs:DescribeTasks", "ecs:StopTask"}, Resources: []string{p.tasks()}, Conditions: []string{p.inCluster()},
		Why: "A task gets its id when it starts, so the statement names all tasks of the one cluster; the function looks at the task that it started, and stops it after its time.",
	})
}

// starts has the reasons of a role that starts tasks of services.
// It may exist only under conditions of the template.
func (p platform) starts(role string, services []config.Service, when ...string) []Reason {
	var definitions []string
	for _, s := range services {
		definitions = append(definitions, p.arn("ecs", "task-definition/"+p.TaskFamily(s.Name)+":*"))
	}
	run := Reason{
		Holders: []string{role}, Actions: []string{"ecs:RunTask"}, Resources: definitions, Conditions: []string{p.inCluster()},
		Why: "Each release makes another revision of the task definition, and starts go on meanwhile; the family is complete.",
	}
	become := run
	become.About, become.Conditions = Escalation, append([]string{p.inCluster()}, when...)
	become.Why = "To start the service's tasks, in the service's own roles, is what it is for; it may pass no other."
	return []Reason{run, become, {
		Holders: []string{role}, Actions: []string{"ecs:TagResource"}, Resources: []string{p.tasks()}, Conditions: []string{"StringEquals ecs:CreateAction RunTask"},
		Why: "A task gets its id when it starts; the condition allows tags only in that moment, and only in the one cluster.",
	}}
}

// tasks are those of the platform's cluster.
func (p platform) tasks() string { return p.arn("ecs", "task/"+p.ClusterName()+"/*") }

func (p platform) inCluster() string { return "ArnEquals ecs:cluster ${Compute/Cluster.Arn}" }
