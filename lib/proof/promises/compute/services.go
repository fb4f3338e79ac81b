package compute

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func services() []check.Promise {
	return []check.Promise{
		{ID: "R4.1", Says: "One ECS cluster runs everything on Fargate, with enhanced Container Insights.", Check: fargateOnly},
		{ID: "R4.2", Says: "Exactly service-api and admin-api run, each in private subnets without a public address.", Check: twoServices},
		{ID: "R4.2", Says: "Outside dev, ECS spreads a service's tasks over the zones again after a zone was lost.", Check: zoneRebalancing},
		{ID: "R4.2", Says: "A task has 1 vCPU and 2 GB in prod and staging, 0.5 vCPU and 1 GB in dev, on X86_64.", Check: taskSize},
		{ID: "R4.2", Says: "Each service is reached on its container's port 8080, under the name that the container has.", Check: containerPort},
		{ID: "R4.5", Says: "Each service has 2 to 50 tasks in prod, 2 to 10 in staging, 1 to 4 in dev.", Check: taskCounts},
		{ID: "R4.5", Says: "Each service scales at an average CPU of 50 %, outwards after 60 s and inwards after 300 s.", Check: taskScaling},
		{ID: "R4.5", Says: "A deployment leaves the number of tasks to auto scaling.", Check: noDesiredCount},
	}
}

func fargateOnly(v *check.Review) {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return
	}
	settings := v.Entries(cluster, cluster.At("ClusterSettings"), "Name", "Value")
	if got := settings["containerInsights"]; got != "enhanced" {
		v.Add("%s: containerInsights is %q, want enhanced", cluster, got)
	}
	providers := v.OneOrMany(cluster.Stack, cluster.At("CapacityProviders"))
	for _, associations := range v.OfType("AWS::ECS::ClusterCapacityProviderAssociations") {
		v.Refers(associations, cluster, "", "Cluster")
		providers = append(providers, v.OneOrMany(associations.Stack, associations.At("CapacityProviders"))...)
	}
	for _, provider := range providers {
		if provider != "FARGATE" && provider != "FARGATE_SPOT" {
			v.Add("%s: capacity provider %s is not Fargate", cluster, provider)
		}
	}
	for _, other := range []string{"AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::CapacityProvider"} {
		v.Count(v.OfType(other), 0, other)
	}
	for _, s := range parts.Services(v) {
		v.Refers(s.ECS, cluster, "", "Cluster")
		v.Reads(s.ECS, "FARGATE", "LaunchType")
		if s.Task != nil {
			v.Alone(s.Task, "FARGATE", "RequiresCompatibilities")
		}
	}
}

func twoServices(v *check.Review) {
	subnets := []string{"private in " + parts.ZoneA, "private in " + parts.ZoneC}
	if v.Env == "dev" {
		subnets = subnets[:1]
	}
	for _, s := range parts.Services(v) {
		if s.ECS == nil {
			continue
		}
		parts.InSubnets(v, s.ECS, subnets...)
		v.Reads(s.ECS, "DISABLED", "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")
		v.Reads(s.Task, "awsvpc", "NetworkMode")
	}
}

func zoneRebalancing(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.ECS, check.ByEnv[string]{Dev: "DISABLED", Staging: "ENABLED", Prod: "ENABLED"}.Of(v.Platform), "AvailabilityZoneRebalancing")
	}
}

func taskSize(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.Task, check.ByEnv[int]{Dev: 512, Staging: 1024, Prod: 1024}.Of(v.Platform), "Cpu")
		v.Reads(s.Task, check.ByEnv[int]{Dev: 1024, Staging: 2048, Prod: 2048}.Of(v.Platform), "Memory")
		v.Reads(s.Task, "X86_64", "RuntimePlatform", "CpuArchitecture")
		v.Reads(s.Task, "LINUX", "RuntimePlatform", "OperatingSystemFamily")
	}
}

// containerPort follows the port from the load balancer to the container; AWS
// finds a wrong name only at deployment.
func containerPort(v *check.Review) {
	for _, s := range parts.Services(v) {
		if n := len(assembly.List(s.ECS.At("LoadBalancers"))); s.ECS != nil && n != 1 {
			v.Add("%s is behind %d target groups, want 1", s.ECS, n)
		}
		v.Reads(s.ECS, s.Name, "LoadBalancers", 0, "ContainerName")
		v.Reads(s.ECS, 8080, "LoadBalancers", 0, "ContainerPort")
		v.Reads(s.Task, s.Name, "ContainerDefinitions", 0, "Name")
		if n := len(assembly.List(s.Task.At("ContainerDefinitions", 0, "PortMappings"))); s.Task != nil && n != 1 {
			v.Add("%s maps %d ports, want 1", s.Task, n)
		}
		v.Reads(s.Task, 8080, "ContainerDefinitions", 0, "PortMappings", 0, "ContainerPort")
		v.Optional(s.Task, "tcp", "ContainerDefinitions", 0, "PortMappings", 0, "Protocol")
		v.Reads(s.Targets, 8080, "Port")
	}
}

func taskCounts(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.Scaling, "ecs", "ServiceNamespace")
		v.Reads(s.Scaling, "ecs:service:DesiredCount", "ScalableDimension")
		v.Reads(s.Scaling, check.ByEnv[int]{Dev: 1, Staging: 2, Prod: 2}.Of(v.Platform), "MinCapacity")
		v.Reads(s.Scaling, check.ByEnv[int]{Dev: 4, Staging: 10, Prod: 50}.Of(v.Platform), "MaxCapacity")
	}
}

func taskScaling(v *check.Review) {
	for _, s := range parts.Services(v) {
		parts.TargetTracking(v, s.ScalingPolicy, "ECSServiceAverageCPUUtilization", 50)
		v.Reads(s.ScalingPolicy, 60, "TargetTrackingScalingPolicyConfiguration", "ScaleOutCooldown")
		v.Reads(s.ScalingPolicy, 300, "TargetTrackingScalingPolicyConfiguration", "ScaleInCooldown")
		parts.ScalingActive(v, s.Scaling)
	}
}

func noDesiredCount(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Absent(s.ECS, "DesiredCount")
		v.Absent(s.ECS, "SchedulingStrategy")
	}
}
