package compute

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func serviceBreaches() []checktest.Breach {
	const service, task, scaling = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseScaling"
	network := func(key string) []any { return []any{"NetworkConfiguration", "AwsvpcConfiguration", key} }
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	policy := func(path ...any) []any { return append([]any{"TargetTrackingScalingPolicyConfiguration"}, path...) }
	return []checktest.Breach{
		{Name: "plain Container Insights", Check: fargateOnly, Change: checktest.Set("Compute/Cluster", `"enabled"`, "ClusterSettings", 0, "Value"), Want: "want enhanced"},
		{Name: "hosts of our own", Check: fargateOnly, Change: checktest.Set("Compute/ClusterAssociations", `["FARGATE", "hosts"]`, "CapacityProviders"), Want: "hosts is not Fargate"},
		{Name: "a service on hosts", Check: fargateOnly, Change: checktest.Set(service, `"EC2"`, "LaunchType"), Want: "want FARGATE"},
		{Name: "a task for hosts", Check: fargateOnly, Change: checktest.Set(task, `["EC2"]`, "RequiresCompatibilities"), Want: "RequiresCompatibilities"},
		{Name: "a third service", Check: twoServices, Change: checktest.Put("Compute/Third", "AWS::ECS::Service", `{}`), Want: "found 3"},
		{Name: "tasks in isolated subnets", Check: twoServices, Change: checktest.Set(service, `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, network("Subnets")...), Want: "subnets"},
		{Name: "tasks of dev in both zones", Check: twoServices, Change: checktest.As("dev", ""), Want: "subnets"},
		{Name: "public tasks", Check: twoServices, Change: checktest.Set(service, `"ENABLED"`, network("AssignPublicIp")...), Want: "want DISABLED"},
		{Name: "tasks left in one zone", Check: zoneRebalancing, Change: checktest.Set(service, `"DISABLED"`, "AvailabilityZoneRebalancing"), Want: "want ENABLED"},
		{Name: "tasks of staging left in one zone", Check: zoneRebalancing, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			p.Env = "staging"
			checktest.Set(service, `null`, "AvailabilityZoneRebalancing")(t, p)
		}, Want: "want ENABLED"},
		{Name: "a balance of one zone", Check: zoneRebalancing, Change: checktest.As("dev", ""), Want: "want DISABLED"},
		{Name: "half a CPU in prod", Check: taskSize, Change: checktest.Set(task, `"512"`, "Cpu"), Want: "want 1024"},
		{Name: "less memory in prod", Check: taskSize, Change: checktest.Set(task, `"1024"`, "Memory"), Want: "want 2048"},
		{Name: "a whole CPU in dev", Check: taskSize, Change: checktest.As("dev", ""), Want: "Cpu is 1024, want 512"},
		{Name: "ARM", Check: taskSize, Change: checktest.Set(task, `"ARM64"`, "RuntimePlatform", "CpuArchitecture"), Want: "want X86_64"},
		{Name: "a container of another name", Check: containerPort, Change: checktest.Set(service, `"admin"`, "LoadBalancers", 0, "ContainerName"), Want: "want admin-api"},
		{Name: "the name of the other service", Check: containerPort, Change: checktest.Set(task, `"service-api"`, container("Name")...), Want: "want admin-api"},
		{Name: "another port behind the balancer", Check: containerPort, Change: checktest.Set(service, `9090`, "LoadBalancers", 0, "ContainerPort"), Want: "want 8080"},
		{Name: "another port of the container", Check: containerPort, Change: checktest.Set(task, `9090`, container("PortMappings", 0, "ContainerPort")...), Want: "want 8080"},
		{Name: "UDP", Check: containerPort, Change: checktest.Set(task, `"udp"`, container("PortMappings", 0, "Protocol")...), Want: "want tcp"},
		{Name: "one task in prod", Check: taskCounts, Change: checktest.Set(scaling, `1`, "MinCapacity"), Want: "want 2"},
		{Name: "fewer tasks than the fewest", Check: taskCounts, Change: checktest.Set(scaling, `1`, "MaxCapacity"), Want: "want 50"},
		{Name: "staging as wide as prod", Check: taskCounts, Change: checktest.As("staging", ""), Want: "MaxCapacity is 50, want 10"},
		{Name: "dev as wide as prod", Check: taskCounts, Change: checktest.As("dev", ""), Want: "MaxCapacity is 50, want 4"},
		{Name: "a scalable target of no service", Check: taskCounts, Change: checktest.Set(scaling, `"service/x/y"`, "ResourceId"), Want: "found 0 of scalable target of admin-api"},
		{Name: "scaling at 70 %", Check: taskScaling, Change: checktest.Set(scaling+"Cpu", `70`, policy("TargetValue")...), Want: "want 50"},
		{Name: "scaling by memory", Check: taskScaling, Change: checktest.Set(scaling+"Cpu", `"ECSServiceAverageMemoryUtilization"`, policy("PredefinedMetricSpecification", "PredefinedMetricType")...), Want: "want ECSServiceAverageCPUUtilization"},
		{Name: "slow scaling", Check: taskScaling, Change: checktest.Set(scaling+"Cpu", `300`, policy("ScaleOutCooldown")...), Want: "want 60"},
		{Name: "a cold start after a lull", Check: taskScaling, Change: checktest.Set(scaling+"Cpu", `60`, policy("ScaleInCooldown")...), Want: "want 300"},
		{Name: "no scaling policy", Check: taskScaling, Change: checktest.Drop(scaling + "Cpu"), Want: "found 0 of scaling policy"},
		{Name: "a fixed number of tasks", Check: noDesiredCount, Change: checktest.Set(service, `2`, "DesiredCount"), Want: "want it absent"},
	}
}
