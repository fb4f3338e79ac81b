package parts

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// Service is a service of the settings with what belongs to it. A part that is missing is
// nil and has been complained about, unless a service of its kind has none.
type Service struct {
	config.Service

	Task *assembly.Resource
	// Migration runs before the tasks of a new image, of a service that migrates.
	Migration *assembly.Resource

	// ECS and Scaling keep tasks running, of a service that always runs. Targets are those
	// of one that listens.
	ECS, Targets, Scaling *assembly.Resource
	// ScalingPolicies scale it, and Alarms watch its tasks or their starts.
	ScalingPolicies, Alarms []*assembly.Resource

	// Schedule starts a job in ScheduleRole, and puts what it could not start into
	// Unstarted. Where runs may not overlap, it starts Starter, which acts in StarterRole.
	Schedule, ScheduleRole, Unstarted *assembly.Resource
	Starter, StarterRole              *assembly.Resource
	// StartPolicies are those of the two roles and of the queue.
	StartPolicies []*assembly.Resource
}

// AlarmOf returns the service's alarm with an ID: server-errors. That there is none is
// the complaint of a look-up.
func (s Service) AlarmOf(v *check.Review, id string) *assembly.Resource {
	name := v.Settings.AlarmName(s.Name, id)
	return v.Lookup().Unique("alarm "+name, slices.DeleteFunc(slices.Clone(s.Alarms), func(alarm *assembly.Resource) bool {
		return v.Text(alarm.Stack, alarm.At("AlarmName")) != name
	}))
}

// Released are the resources that a release brings, and that do not exist before.
func (s Service) Released() []*assembly.Resource {
	all := []*assembly.Resource{s.Task, s.Migration, s.ECS, s.Scaling, s.Schedule, s.ScheduleRole, s.Unstarted, s.Starter, s.StarterRole}
	return slices.DeleteFunc(slices.Concat(all, s.ScalingPolicies, s.StartPolicies, s.Alarms), func(r *assembly.Resource) bool { return r == nil })
}

// Services finds the services of the settings by the image parameter that their one
// container runs, and their parts by reference.
func Services(v *check.Review) []Service {
	v = v.Lookup()
	var list []Service
	running := 0
	for _, s := range v.Settings.Services {
		list = append(list, Service{Service: s})
		if s.AlwaysRuns() {
			running++
		}
	}
	v.Exactly(running, "AWS::ECS::Service")
	v.Exactly(len(v.Settings.Jobs()), Schedule)
	v.Exactly(len(list), TaskDefinition)
	for i := range list {
		complete(v, &list[i])
	}
	return list
}

func complete(v *check.Review, s *Service) {
	for _, task := range v.OfType(TaskDefinition) {
		t, _ := v.Follow(task.Stack, task.At("ContainerDefinitions", 0, "Image"))
		if t.Parameter == s.ImageParameter() {
			s.Task = task
		}
	}
	if s.Task == nil {
		v.Add("no task definition runs the image %s", s.ImageParameter())
		return
	}
	if s.Migrates() {
		s.Migration = v.Unique("migration of "+s.Name, users(v, Migration, s.Task))
	}
	if s.IsJob() {
		completeJob(v, s)
	} else {
		completeRunning(v, s)
	}
	// One service's name may begin another's, so the names of alarms do not tell.
	s.Alarms = users(v, Alarm, s.Targets, s.ECS, s.Unstarted, s.Starter)
}

// completeRunning finds the parts of a service that always runs.
func completeRunning(v *check.Review, s *Service) {
	s.ECS = v.Unique("service of "+s.Task.String(), v.WithText("AWS::ECS::Service", check.Token(s.Task, ""), "TaskDefinition"))
	if s.Listens() {
		s.Targets = v.Target(s.ECS, TargetGroup, "LoadBalancers", 0, "TargetGroupArn")
	}
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if s.ECS == nil || cluster == nil {
		return
	}
	s.Scaling = v.Unique("scalable target of "+s.Name, v.WithText("AWS::ApplicationAutoScaling::ScalableTarget",
		"service/"+check.Token(cluster, "")+"/"+check.Token(s.ECS, "Name"), "ResourceId"))
	if s.Scaling != nil {
		s.ScalingPolicies = v.WithText(ScalingPolicy, check.Token(s.Scaling, ""), "ScalingTargetId")
	}
}

// completeJob finds the parts of a job.
func completeJob(v *check.Review, s *Service) {
	started := s.Task
	if !s.Overlap {
		s.Starter = v.Unique("state machine that starts "+s.Name, users(v, StateMachine, s.Task))
		s.StarterRole = Behind(v, s.Starter, "AWS::IAM::Role", "RoleArn")
		started = s.Starter
	}
	if started == nil {
		return
	}
	s.Schedule = v.Unique("schedule of "+s.Name, users(v, Schedule, started))
	s.ScheduleRole = Behind(v, s.Schedule, "AWS::IAM::Role", "Target", "RoleArn")
	s.Unstarted = Behind(v, s.Schedule, "AWS::SQS::Queue", "Target", "DeadLetterConfig", "Arn")
	s.StartPolicies = slices.Concat(iampolicy.Attached(v.Assembly, s.ScheduleRole), iampolicy.Attached(v.Assembly, s.StarterRole), users(v, "AWS::SQS::QueuePolicy", s.Unstarted))
}

// users are the resources of a type that refer to some of these.
func users(v *check.Review, resourceType string, of ...*assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, r := range of {
		if r == nil {
			continue
		}
		for _, user := range v.Network().UsersOf(r) {
			if user.Type == resourceType && !slices.Contains(found, user) {
				found = append(found, user)
			}
		}
	}
	return found
}
