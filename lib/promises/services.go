package promises

import "example.com/chassis/lib/assembly"

func services() []Promise {
	return []Promise{
		{"R4.1", "One ECS cluster runs everything on Fargate, with enhanced Container Insights.", fargateOnly},
		{"R4.2", "Exactly service-api and admin-api run, each in private subnets without a public address.", twoServices},
		{"R4.2", "A task has 1 vCPU and 2 GB in prod and staging, 0.5 vCPU and 1 GB in dev, on X86_64.", taskSize},
		{"R4.2", "Each service is reached on its container's port 8080, under the name that the container has.", containerPort},
		{"R4.3", "A deployment never has less than 100 % of the tasks healthy nor more than 200 % running.", rollingDeployment},
		{"R4.3", "A failing deployment is rolled back by the circuit breaker or by the alarm on the service's own 5xx answers.", deploymentRollback},
		{"R4.3", "A task has 120 s to start and 60 s to stop.", startAndStop},
		{"R4.3", "A task that leaves may finish its requests for as long as the load balancer waits for an answer.", deregistrationDelay},
		{"R4.5", "Each service has 2 to 50 tasks in prod, 2 to 10 in staging, 1 to 4 in dev.", taskCounts},
		{"R4.5", "Each service scales at an average CPU of 50 %, outwards after 60 s.", taskScaling},
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

func rollingDeployment(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, 100, "DeploymentConfiguration", "MinimumHealthyPercent")
		v.reads(s.ecs, 200, "DeploymentConfiguration", "MaximumPercent")
		// Another controller or strategy would ignore these numbers.
		if s.ecs.At("DeploymentController") != nil {
			v.reads(s.ecs, "ECS", "DeploymentController", "Type")
		}
		if s.ecs.At("DeploymentConfiguration", "Strategy") != nil {
			v.reads(s.ecs, "ROLLING", "DeploymentConfiguration", "Strategy")
		}
	}
	return v.findings
}

func deploymentRollback(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		for _, cause := range []string{"DeploymentCircuitBreaker", "Alarms"} {
			v.reads(s.ecs, true, "DeploymentConfiguration", cause, "Enable")
			v.reads(s.ecs, true, "DeploymentConfiguration", cause, "Rollback")
		}
		if n := len(assembly.List(s.ecs.At("DeploymentConfiguration", "Alarms", "AlarmNames"))); s.ecs != nil && n != 1 {
			v.add("%s watches %d alarms, want the one on its own 5xx answers", s.ecs, n)
		}
		v.serverErrors(s)
	}
	return v.findings
}

// serverErrors complains unless a service's alarm counts the 5xx answers of its
// own targets and can fire. The load balancer's own 5xx would do the wrong
// thing: without targets it answers 503.
func (v *review) serverErrors(s service) {
	v.reads(s.alarm, "AWS/ApplicationELB", "Namespace")
	v.reads(s.alarm, "HTTPCode_Target_5XX_Count", "MetricName")
	v.reads(s.alarm, "Sum", "Statistic")
	v.reads(s.alarm, "GreaterThanThreshold", "ComparisonOperator")
	v.reads(s.alarm, 60, "Period")
	v.reads(s.alarm, "notBreaching", "TreatMissingData")
	v.on(s.alarm, "ActionsEnabled")
	if s.alarm == nil || s.targets == nil {
		return
	}
	threshold := v.number(s.alarm, "Threshold")
	periods := v.number(s.alarm, "EvaluationPeriods")
	if threshold < 0 || threshold > 100 || periods < 1 || periods > 10 {
		v.add("%s fires above %v answers in %v periods: too late to stop a deployment", s.alarm, threshold, periods)
	}
	dimensions := v.entries(s.alarm, s.alarm.At("Dimensions"), "Name", "Value")
	var names []string
	for name := range dimensions {
		names = append(names, name)
	}
	v.texts(s.alarm.String()+": dimensions", names, []string{"LoadBalancer", "TargetGroup"})
	if got, want := dimensions["TargetGroup"], token(s.targets, "TargetGroupFullName"); got != want {
		v.add("%s: target group is %s, want %s", s.alarm, got, want)
	}
	if got := dimensions["LoadBalancer"]; !v.namesBalancer(got) {
		v.add("%s: load balancer is %s, want the full name of the one there is", s.alarm, got)
	}
}

// namesBalancer says whether a text is the full name of the load balancer: its
// attribute, or that part of the ARN of one of its listeners.
func (v *review) namesBalancer(text string) bool {
	balancer := v.only("Compute", loadBalancer)
	if text == token(balancer, "LoadBalancerFullName") {
		return true
	}
	for _, listener := range v.OfType("AWS::ElasticLoadBalancingV2::Listener") {
		part := func(n string) string {
			return "${Fn::Select " + n + " of ${Fn::Split / of " + token(listener, "") + "}}"
		}
		if text == part("1")+"/"+part("2")+"/"+part("3") && v.listed(listener, listener.At("LoadBalancerArn"), balancer) {
			return true
		}
	}
	return false
}

func startAndStop(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, 120, "HealthCheckGracePeriodSeconds")
		v.reads(s.task, 60, "ContainerDefinitions", 0, "StopTimeout")
	}
	return v.findings
}

func deregistrationDelay(p Platform) []string {
	v := review{Platform: p}
	idle := v.idleTimeout()
	for _, s := range v.services() {
		if s.targets == nil {
			continue
		}
		attributes := v.entries(s.targets, s.targets.At("TargetGroupAttributes"), "Key", "Value")
		delay := v.seconds(s.targets, "deregistration delay", attributes["deregistration_delay.timeout_seconds"])
		if delay < idle {
			v.add("%s: a leaving task is cut off after %v s, want no less than the %v s that the load balancer waits", s.targets, delay, idle)
		}
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
