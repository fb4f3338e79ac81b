package promises

import "example.com/chassis/lib/cfn/assembly"

func services() []Promise {
	return []Promise{
		{"R4.1", "One ECS cluster runs everything on Fargate, with enhanced Container Insights.", fargateOnly},
		{"R4.2", "Exactly service-api and admin-api run, each in private subnets without a public address.", twoServices},
		{"R4.2", "Outside dev ECS evens a service's tasks out over the zones again after one was lost.", zoneRebalancing},
		{"R4.2", "A task has 1 vCPU and 2 GB in prod and staging, 0.5 vCPU and 1 GB in dev, on X86_64.", taskSize},
		{"R4.2", "Each service is reached on its container's port 8080, under the name that the container has.", containerPort},
		{"R4.5", "Each service has 2 to 50 tasks in prod, 2 to 10 in staging, 1 to 4 in dev.", taskCounts},
		{"R4.5", "Each service scales at an average CPU of 50 %, outwards after 60 s and inwards after 300 s.", taskScaling},
		{"R4.5", "A deployment leaves the number of tasks to auto scaling.", noDesiredCount},
	}
}

func fargateOnly(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return v.findings
	}
	settings := v.entries(cluster, cluster.At("ClusterSettings"), "Name", "Value")
	if got := settings["containerInsights"]; got != "enhanced" {
		v.add("%s: containerInsights is %q, want enhanced", cluster, got)
	}
	providers := v.oneOrMany(cluster, cluster.At("CapacityProviders"))
	for _, associations := range p.OfType("AWS::ECS::ClusterCapacityProviderAssociations") {
		v.refers(associations, cluster, "", "Cluster")
		providers = append(providers, v.oneOrMany(associations, associations.At("CapacityProviders"))...)
	}
	for _, provider := range providers {
		if provider != "FARGATE" && provider != "FARGATE_SPOT" {
			v.add("%s: capacity provider %s is not Fargate", cluster, provider)
		}
	}
	for _, other := range []string{"AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::CapacityProvider"} {
		v.count(p.OfType(other), 0, other)
	}
	for _, s := range v.services() {
		v.refers(s.ecs, cluster, "", "Cluster")
		v.reads(s.ecs, "FARGATE", "LaunchType")
		if s.task != nil {
			v.alone(s.task, "FARGATE", "RequiresCompatibilities")
		}
	}
	return v.findings
}

func twoServices(p Platform) []string {
	v := review{Platform: p}
	zones := []string{zoneA + " private", zoneC + " private"}
	if p.Env == "dev" {
		zones = zones[:1]
	}
	for _, s := range v.services() {
		if s.ecs == nil {
			continue
		}
		network := []any{"NetworkConfiguration", "AwsvpcConfiguration"}
		var got []string
		for _, subnet := range v.subnetsOf(s.ecs, s.ecs.At(append(network, "Subnets")...)) {
			got = append(got, subnet.zone+" "+subnet.tier())
		}
		v.texts(s.ecs.String()+": subnets", got, zones)
		v.reads(s.ecs, "DISABLED", append(network, "AssignPublicIp")...)
		v.reads(s.task, "awsvpc", "NetworkMode")
	}
	return v.findings
}

func zoneRebalancing(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, perEnvironment[string]{dev: "DISABLED", staging: "ENABLED", prod: "ENABLED"}.of(p), "AvailabilityZoneRebalancing")
	}
	return v.findings
}

func taskSize(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.task, perEnvironment[int]{dev: 512, staging: 1024, prod: 1024}.of(p), "Cpu")
		v.reads(s.task, perEnvironment[int]{dev: 1024, staging: 2048, prod: 2048}.of(p), "Memory")
		v.reads(s.task, "X86_64", "RuntimePlatform", "CpuArchitecture")
		v.reads(s.task, "LINUX", "RuntimePlatform", "OperatingSystemFamily")
	}
	return v.findings
}

// containerPort follows the port from the load balancer to the container; AWS
// finds a wrong name only at deployment.
func containerPort(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if n := len(assembly.List(s.ecs.At("LoadBalancers"))); s.ecs != nil && n != 1 {
			v.add("%s is behind %d target groups, want 1", s.ecs, n)
		}
		v.reads(s.ecs, s.name, "LoadBalancers", 0, "ContainerName")
		v.reads(s.ecs, 8080, "LoadBalancers", 0, "ContainerPort")
		v.reads(s.task, s.name, "ContainerDefinitions", 0, "Name")
		if n := len(assembly.List(s.task.At("ContainerDefinitions", 0, "PortMappings"))); s.task != nil && n != 1 {
			v.add("%s maps %d ports, want 1", s.task, n)
		}
		v.reads(s.task, 8080, "ContainerDefinitions", 0, "PortMappings", 0, "ContainerPort")
		if protocol := s.task.At("ContainerDefinitions", 0, "PortMappings", 0, "Protocol"); protocol != nil {
			v.reads(s.task, "tcp", "ContainerDefinitions", 0, "PortMappings", 0, "Protocol")
		}
		v.reads(s.targets, 8080, "Port")
	}
	return v.findings
}

func taskCounts(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.scaling, "ecs", "ServiceNamespace")
		v.reads(s.scaling, "ecs:service:DesiredCount", "ScalableDimension")
		v.reads(s.scaling, perEnvironment[int]{dev: 1, staging: 2, prod: 2}.of(p), "MinCapacity")
		v.reads(s.scaling, perEnvironment[int]{dev: 4, staging: 10, prod: 50}.of(p), "MaxCapacity")
	}
	return v.findings
}

func taskScaling(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.targetTracking(s.scalingPolicy, "ECSServiceAverageCPUUtilization", 50)
		v.reads(s.scalingPolicy, 60, "TargetTrackingScalingPolicyConfiguration", "ScaleOutCooldown")
		v.reads(s.scalingPolicy, 300, "TargetTrackingScalingPolicyConfiguration", "ScaleInCooldown")
		v.scalingActive(s.scaling)
	}
	return v.findings
}

func noDesiredCount(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.absent(s.ecs, "DesiredCount")
		v.absent(s.ecs, "SchedulingStrategy")
	}
	return v.findings
}
