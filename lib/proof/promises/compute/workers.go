package compute

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func workers() []check.Promise {
	return []check.Promise{
		{ID: "R7.1", Says: "A worker is behind no load balancer, has no port, no grace for health checks and no name that others find it by, and scales on the CPU and memory targets of its settings.", Check: workersOnlyWork},
		{ID: "R7.1", Says: "Nobody may connect to the tasks of a worker or a job.", Check: nobodyConnects},
	}
}

func workersOnlyWork(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Listens() || !s.AlwaysRuns() {
			continue
		}
		if found := assembly.List(s.ECS.At("LoadBalancers")); len(found) > 0 {
			v.Add("%s is behind the load balancer: %s", s.ECS, assembly.Written(found))
		}
		for _, property := range []string{"ServiceRegistries", "ServiceConnectConfiguration", "VpcLatticeConfigurations", "HealthCheckGracePeriodSeconds"} {
			v.Absent(s.ECS, property)
		}
		v.Absent(s.Task, "ContainerDefinitions", 0, "PortMappings")
		scalesAsSet(v, s)
	}
}

func nobodyConnects(v *check.Review) {
	for _, s := range v.Settings.Services {
		group := groupOf(v, s)
		if s.Listens() || group == nil {
			continue
		}
		for _, rule := range v.Network().Rules {
			if rule.Inbound && rule.Group.Resource == group {
				v.Add("%s lets somebody connect to %s: %s", rule.Source, s.Name, rule)
			}
		}
	}
}
