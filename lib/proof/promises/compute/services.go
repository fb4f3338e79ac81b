package compute

import (
	"maps"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func services() []check.Promise {
	return []check.Promise{
		{ID: "R4.1", Says: "One ECS cluster runs everything on Fargate, with Container Insights, enhanced where the settings say so.", Check: fargateOnly},
		{ID: "R4.2", Says: "The services of the settings exist and no others; the tasks of those that always run are in the private subnets of the workloads' zones, without a public address and in a security group of their service.", Check: exactServices},
		{ID: "R4.2", Says: "Where workloads run in several zones, ECS spreads the tasks of a service that always runs over them again after one was lost.", Check: zoneRebalancing},
		{ID: "R4.2", Says: "A task has the CPU, the memory and the CPU architecture of its service's settings, and its family is named after deployment and service.", Check: taskSize},
		{ID: "R4.2", Says: "Each web service is reached on its port of the settings, under the name that the container has, and every container has the name of its service.", Check: containerPort},
		{ID: "R4.5", Says: "Each service that always runs has as few and as many tasks as its settings allow.", Check: taskCounts},
		{ID: "R4.5", Says: "Each service that always runs scales on exactly the targets of its settings, outwards after 60 s and inwards after 300 s; nothing scales a job.", Check: taskScaling},
		{ID: "R4.5", Says: "A deployment leaves the number of tasks to auto scaling.", Check: noDesiredCount},
	}
}

func fargateOnly(v *check.Review) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return
	}
	v.Reads(cluster, v.Settings.ClusterName(), "ClusterName")
	settings := v.Entries(cluster, cluster.At("ClusterSettings"), "Name", "Value")
	want := "enabled"
	if v.Settings.EnhancedInsights {
		want = "enhanced"
	}
	if got := settings["containerInsights"]; got != want {
		v.Add("%s: containerInsights is %q, want %s", cluster, got, want)
	}
	for _, s := range parts.Services(v) {
		v.Refers(s.ECS, cluster, "", "Cluster")
		v.Reads(s.ECS, "FARGATE", "LaunchType")
		if s.Task != nil {
			v.Alone(s.Task, "FARGATE", "RequiresCompatibilities")
		}
	}
}

func exactServices(v *check.Review) {
	var subnets []string
	for _, zone := range v.Settings.Network.WorkloadZones {
		subnets = append(subnets, "private in "+zone)
	}
	network := []any{"NetworkConfiguration", "AwsvpcConfiguration"}
	for _, s := range parts.Services(v) {
		parts.InSubnets(v, s.ECS, subnets...)
		v.Reads(s.ECS, "DISABLED", append(network, "AssignPublicIp")...)
		v.Reads(s.Task, "awsvpc", "NetworkMode")
		switch group := v.Named("Network", "AWS::EC2::SecurityGroup", s.ID()); {
		case group == nil:
			v.Lookup().Add("found no security group of %s", s.Name)
		case s.ECS != nil:
			v.Alone(s.ECS, check.Token(group, "GroupId"), append(network, "SecurityGroups")...)
		}
	}
}

func zoneRebalancing(v *check.Review) {
	want := map[bool]string{true: "ENABLED", false: "DISABLED"}[v.Settings.SpansZones()]
	for _, s := range parts.Services(v) {
		v.Reads(s.ECS, want, "AvailabilityZoneRebalancing")
	}
}

func taskSize(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.Task, v.Settings.TaskFamily(s.Name), "Family")
		v.Reads(s.Task, s.CPUUnits, "Cpu")
		v.Reads(s.Task, s.MemoryMiB, "Memory")
		v.Reads(s.Task, s.CPUArchitecture, "RuntimePlatform", "CpuArchitecture")
		v.Reads(s.Task, "LINUX", "RuntimePlatform", "OperatingSystemFamily")
	}
}

// containerPort follows the port from the load balancer to the container; AWS
// finds a wrong name only at deployment.
func containerPort(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.Task, s.Name, "ContainerDefinitions", 0, "Name")
		if !s.Listens() {
			continue
		}
		if n := len(assembly.List(s.ECS.At("LoadBalancers"))); s.ECS != nil && n != 1 {
			v.Add("%s is behind %d target groups, want 1", s.ECS, n)
		}
		v.Reads(s.ECS, s.Name, "LoadBalancers", 0, "ContainerName")
		v.Reads(s.ECS, s.Port, "LoadBalancers", 0, "ContainerPort")
		if n := len(assembly.List(s.Task.At("ContainerDefinitions", 0, "PortMappings"))); s.Task != nil && n != 1 {
			v.Add("%s maps %d ports, want 1", s.Task, n)
		}
		v.Reads(s.Task, s.Port, "ContainerDefinitions", 0, "PortMappings", 0, "ContainerPort")
		v.Optional(s.Task, "tcp", "ContainerDefinitions", 0, "PortMappings", 0, "Protocol")
		v.Reads(s.Targets, s.Port, "Port")
	}
}

func taskCounts(v *check.Review) {
	for _, s := range parts.Services(v) {
		if !s.AlwaysRuns() {
			continue
		}
		v.Reads(s.Scaling, "ecs", "ServiceNamespace")
		v.Reads(s.Scaling, "ecs:service:DesiredCount", "ScalableDimension")
		v.Reads(s.Scaling, s.MinTasks, "MinCapacity")
		v.Reads(s.Scaling, s.MaxTasks, "MaxCapacity")
	}
}

func taskScaling(v *check.Review) {
	const configuration, requests = "TargetTrackingScalingPolicyConfiguration", "ALBRequestCountPerTarget"
	for _, s := range parts.Services(v) {
		targets := map[string]int{
			"ECSServiceAverageCPUUtilization":    s.CPUTargetPercent,
			"ECSServiceAverageMemoryUtilization": s.MemoryTargetPercent,
			requests:                             s.RequestsPerTask,
		}
		maps.DeleteFunc(targets, func(_ string, target int) bool { return target == 0 })
		v.Count(s.ScalingPolicies, len(targets), "scaling policies of "+s.Name)
		for _, policy := range s.ScalingPolicies {
			metric := policy.At(configuration, "PredefinedMetricSpecification")
			name := v.Text(policy.Stack, assembly.At(metric, "PredefinedMetricType"))
			target, asked := targets[name]
			if !asked {
				v.Add("%s scales on %q, which the settings of %s do not ask for", policy, name, s.Name)
				continue
			}
			delete(targets, name) // it is asked for once
			parts.TargetTracking(v, policy, name, target)
			v.Reads(policy, 60, configuration, "ScaleOutCooldown")
			v.Reads(policy, 300, configuration, "ScaleInCooldown")
			if label := assembly.At(metric, "ResourceLabel"); name == requests {
				requestsOf(v, policy, s, v.Shown(policy, label))
			} else if label != nil {
				v.Add("%s: %s has the label %s, which AWS refuses", policy, name, v.Shown(policy, label))
			}
		}
		parts.ScalingActive(v, s.Scaling)
	}
}

// requestsOf complains unless a label names the requests of the load balancer to the
// targets of a service.
func requestsOf(v *check.Review, policy *assembly.Resource, s parts.Service, label string) {
	if s.Targets == nil {
		return
	}
	balancer, ofTargets := strings.CutSuffix(label, "/"+check.Token(s.Targets, "TargetGroupFullName"))
	if !ofTargets || !namesBalancer(v, balancer) {
		v.Add("%s counts the requests of %s, want those of the load balancer to %s", policy, label, s.Targets)
	}
}

func noDesiredCount(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Absent(s.ECS, "DesiredCount")
		v.Absent(s.ECS, "SchedulingStrategy")
	}
}
