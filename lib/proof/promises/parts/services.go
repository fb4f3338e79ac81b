package parts

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Service is one of the two services with what belongs to it. A part that is
// missing is nil and has been complained about.
type Service struct {
	// Name is also the container's; Parameter says which image it runs.
	Name, Parameter string
	// Path is the first element of every path that it serves.
	Path string
	// DatabaseRole is its role in the database.
	DatabaseRole string

	Task, ECS, Targets     *assembly.Resource
	Scaling, ScalingPolicy *assembly.Resource
	// Alarm counts the service's own errors; Alarms are all that it has.
	Alarm  *assembly.Resource
	Alarms []*assembly.Resource
}

// Released are the resources that a release brings, and that do not exist before.
func (s Service) Released() []*assembly.Resource {
	all := []*assembly.Resource{s.Task, s.ECS, s.Scaling, s.ScalingPolicy}
	return slices.DeleteFunc(slices.Concat(all, s.Alarms), func(r *assembly.Resource) bool { return r == nil })
}

// Services finds service-api and admin-api by the image parameter that their one
// container runs, and their parts by reference.
func Services(v *check.Review) []Service {
	v = v.Lookup()
	list := []Service{
		{Name: "service-api", Parameter: "ServiceImage", Path: "/service", DatabaseRole: "service_api"},
		{Name: "admin-api", Parameter: "AdminImage", Path: "/admin", DatabaseRole: "admin_api"},
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
		if t.Parameter == s.Parameter {
			s.Task = task
		}
	}
	if s.Task == nil {
		v.Add("no task definition runs the image %s", s.Parameter)
		return
	}
	s.ECS = v.Unique("service of "+s.Task.String(), v.WithText("AWS::ECS::Service", check.Token(s.Task, ""), "TaskDefinition"))
	s.Targets = v.Target(s.ECS, TargetGroup, "LoadBalancers", 0, "TargetGroupArn")
	for _, alarm := range v.OfType(Alarm) {
		switch name := v.Text(alarm.Stack, alarm.At("AlarmName")); {
		case name == v.Prefix("-")+"-"+s.Name+"-server-errors":
			s.Alarm = alarm
			fallthrough
		case strings.HasPrefix(name, v.Prefix("-")+"-"+s.Name+"-"):
			s.Alarms = append(s.Alarms, alarm)
		}
	}
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if s.ECS == nil || cluster == nil {
		return
	}
	s.Scaling = v.Unique("scalable target of "+s.Name, v.WithText("AWS::ApplicationAutoScaling::ScalableTarget",
		"service/"+check.Token(cluster, "")+"/"+check.Token(s.ECS, "Name"), "ResourceId"))
	s.ScalingPolicy = PolicyOf(v, s.Scaling)
}
