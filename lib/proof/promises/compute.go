package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func compute() []check.Promise {
	return slices.Concat(services(), deployments(), numbers(), releases(), order(), balancing(), certificates(), tasks())
}

// service is one of the two services with what belongs to it. A part that is
// missing is nil and has been complained about.
type service struct {
	// name is also the container's; parameter says which image it runs.
	name, parameter string
	// path is the first element of every path that it serves.
	path string
	// databaseRole is who it is in the database.
	databaseRole string

	task, ecs, targets     *assembly.Resource
	scaling, scalingPolicy *assembly.Resource
	// alarm counts the service's own errors; alarms are all that it has.
	alarm  *assembly.Resource
	alarms []*assembly.Resource
}

// parts are the resources that a release brings, and that do not exist before.
func (s service) parts() []*assembly.Resource {
	all := []*assembly.Resource{s.task, s.ecs, s.scaling, s.scalingPolicy}
	return slices.DeleteFunc(slices.Concat(all, s.alarms), func(r *assembly.Resource) bool { return r == nil })
}

// services finds service-api and admin-api by the image parameter that their one
// container runs, and their parts by reference.
func Services(v *check.Review) []service {
	list := []service{
		{name: "service-api", parameter: "ServiceImage", path: "/service", databaseRole: "service_api"},
		{name: "admin-api", parameter: "AdminImage", path: "/admin", databaseRole: "admin_api"},
	}
	v.Count(v.OfType("AWS::ECS::Service"), len(list), "AWS::ECS::Service")
	v.Count(v.OfType(TaskDefinition), len(list), TaskDefinition)
	for i := range list {
		complete(v, &list[i])
	}
	return list
}

func complete(v *check.Review, s *service) {
	for _, task := range v.OfType(TaskDefinition) {
		t, _ := v.Follow(task.Stack, task.At("ContainerDefinitions", 0, "Image"))
		if t.Parameter == s.parameter {
			s.task = task
		}
	}
	if s.task == nil {
		v.Add("no task definition runs the image %s", s.parameter)
		return
	}
	s.ecs = v.Unique("service of "+s.task.String(), v.WithText("AWS::ECS::Service", check.Token(s.task, ""), "TaskDefinition"))
	s.targets = v.Target(s.ecs, TargetGroup, "LoadBalancers", 0, "TargetGroupArn")
	for _, alarm := range v.OfType(Alarm) {
		switch name := v.Text(alarm.Stack, alarm.At("AlarmName")); {
		case name == v.Prefix("-")+"-"+s.name+"-server-errors":
			s.alarm = alarm
			fallthrough
		case strings.HasPrefix(name, v.Prefix("-")+"-"+s.name+"-"):
			s.alarms = append(s.alarms, alarm)
		}
	}
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if s.ecs == nil || cluster == nil {
		return
	}
	s.scaling = v.Unique("scalable target of "+s.name, v.WithText("AWS::ApplicationAutoScaling::ScalableTarget",
		"service/"+check.Token(cluster, "")+"/"+check.Token(s.ecs, "Name"), "ResourceId"))
	s.scalingPolicy = policyOf(v, s.scaling)
}
