package parts

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// Service is a service of the settings with what belongs to it. A part that is missing is
// nil and has been complained about.
type Service struct {
	config.Service

	Task, ECS, Targets *assembly.Resource
	Scaling            *assembly.Resource
	// ScalingPolicies scale it, and Alarms watch its tasks.
	ScalingPolicies, Alarms []*assembly.Resource
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
	all := []*assembly.Resource{s.Task, s.ECS, s.Scaling}
	return slices.DeleteFunc(slices.Concat(all, s.ScalingPolicies, s.Alarms), func(r *assembly.Resource) bool { return r == nil })
}

// Services finds the services of the settings by the image parameter that their one
// container runs, and their parts by reference.
func Services(v *check.Review) []Service {
	v = v.Lookup()
	var list []Service
	for _, s := range v.Settings.Services {
		list = append(list, Service{Service: s})
	}
	v.Exactly(len(list), "AWS::ECS::Service")
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
	s.ECS = v.Unique("service of "+s.Task.String(), v.WithText("AWS::ECS::Service", check.Token(s.Task, ""), "TaskDefinition"))
	s.Targets = v.Target(s.ECS, TargetGroup, "LoadBalancers", 0, "TargetGroupArn")
	// One service's name may begin another's, so the names of alarms do not tell.
	for _, watched := range []*assembly.Resource{s.Targets, s.ECS} {
		for _, user := range v.Network().UsersOf(watched) {
			if user.Type == Alarm && !slices.Contains(s.Alarms, user) {
				s.Alarms = append(s.Alarms, user)
			}
		}
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
