package compute

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func workers() []check.Promise {
	return []check.Promise{
		{ID: "R7.1", Says: "A worker is behind no load balancer, and has no grace for health checks and no name that others find it by.", Check: workersOnlyWork},
		{ID: "R7.1", Says: "The tasks of a worker or a job open no port.", Check: noPorts},
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
	}
}

func noPorts(v *check.Review) {
	for _, s := range parts.Services(v) {
		if !s.Listens() {
			v.Absent(s.Task, "ContainerDefinitions", 0, "PortMappings")
		}
	}
}
