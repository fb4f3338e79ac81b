package costs

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// reader counts what is billed and collects what has no price.
type reader struct {
	*check.Review
	missing []string
}

func (r *reader) miss(format string, args ...any) {
	r.missing = append(r.missing, fmt.Sprintf(format, args...))
}

// of is a number of units at the price of that name; nothing of none.
func (r *reader) of(units float64, name string) []part {
	if units == 0 {
		return nil
	}
	for _, p := range prices {
		if p.Name == name {
			return []part{{units, p}}
		}
	}
	r.miss("%s has no price in lib/proof/costs/prices.go", name)
	return nil
}

// each is a unit for each resource of a type.
func (r *reader) each(resourceType, name string) []part {
	return r.of(float64(len(r.OfType(resourceType))), name)
}

// items are the lines of a bill, in the order of a request's way.
func items() []item {
	return []item{
		{"NAT gateways with addresses", "NAT gateways", "the same whether they are used or not; data comes on top", "`natGateways`", natGateways},
		{"web ACL with its rules", "load balancer, web ACL", "number of rules, and requests", "–", webACL},
		{"load balancer with addresses", "load balancer, web ACL", "requests and connections", "–", loadBalancers},
		{"Fargate at the fewest tasks", "Fargate at the fewest tasks", "load, up to `maxTasks`", "`minTasks`, `cpu`, `memoryMiB`, `cpuArchitecture`", fargate},
		{"Aurora at its floor", "Aurora at its floor, RDS Proxy", "load, up to `auroraMaxAcu` for each instance; storage and I/O", "`auroraMinAcu`, `readers`", aurora},
		{"RDS Proxy", "Aurora at its floor, RDS Proxy", "capacity of the instances behind it, 8 ACUs at least", "–", proxy},
		{"proxy endpoint for readers", "Aurora at its floor, RDS Proxy", "exists where there is a reader", "`readers`", proxyEndpoints},
		{"Redis", "Redis", "nodes and their type; snapshots", "`cacheNodes`, `cacheNodeType`", cache},
		{"KMS keys", "monitoring, keys, bastion, secrets", "a key's first and second rotation add a dollar each", "–", keys},
		{"Container Insights", "monitoring, keys, bastion, secrets", "number of services and tasks", "–", containerInsights},
		{"alarms, dashboard", "monitoring, keys, bastion, secrets", "number of services", "–", alarms},
		{"bastion with its volume", "monitoring, keys, bastion, secrets", "–", "–", bastion},
		{"secrets", "monitoring, keys, bastion, secrets", "`secrets` of services come on top where you make them", "–", secrets},
	}
}

func natGateways(r *reader) []part {
	return append(r.each("AWS::EC2::NatGateway", "NAT gateway"), r.each("AWS::EC2::EIP", "public address")...)
}

func webACL(r *reader) []part {
	rules := 0
	for _, acl := range r.OfType("AWS::WAFv2::WebACL") {
		rules += len(assembly.List(acl.At("Rules")))
	}
	return append(r.each("AWS::WAFv2::WebACL", "web ACL"), r.of(float64(rules), "rule of a web ACL")...)
}

func loadBalancers(r *reader) []part {
	addresses := 0 // one in each of its subnets
	for _, balancer := range r.OfType(parts.LoadBalancer) {
		addresses += len(assembly.List(balancer.At("Subnets")))
	}
	return append(r.each(parts.LoadBalancer, "load balancer"), r.of(float64(addresses), "public address")...)
}

// running are the services that always run. A job and a migration cost while they do.
func running(r *reader) []parts.Service {
	return slices.DeleteFunc(parts.Services(r.Review), func(s parts.Service) bool { return !s.AlwaysRuns() })
}

const unitsPerVCPU, mibPerGB = 1024, 1024

func fargate(r *reader) []part {
	cpu, memory := map[string]float64{}, map[string]float64{}
	var order []string
	for _, s := range running(r) {
		architecture, _ := s.Task.At("RuntimePlatform", "CpuArchitecture").(string)
		tasks := r.Number(s.Scaling, "MinCapacity")
		if _, known := cpu[architecture]; !known {
			order = append(order, architecture)
		}
		cpu[architecture] += tasks * r.Number(s.Task, "Cpu") / unitsPerVCPU
		memory[architecture] += tasks * r.Number(s.Task, "Memory") / mibPerGB
	}
	var all []part
	for _, architecture := range order {
		all = append(all, append(r.of(cpu[architecture], "vCPU "+architecture), r.of(memory[architecture], "GB "+architecture)...)...)
	}
	return all
}

// floor is the capacity that all instances of the database have at least.
func floor(r *reader) float64 {
	acu := 0.0
	for _, instance := range r.OfType("AWS::RDS::DBInstance") {
		if cluster := parts.Behind(r.Review, instance, parts.DBCluster, "DBClusterIdentifier"); cluster != nil {
			acu += r.Number(cluster, "ServerlessV2ScalingConfiguration", "MinCapacity")
		}
	}
	return acu
}

func aurora(r *reader) []part { return r.of(floor(r), "ACU") }

// leastProxyACU is what a proxy is billed for at least, where the instances are
// serverless: https://aws.amazon.com/rds/proxy/pricing/
const leastProxyACU = 8

func proxy(r *reader) []part {
	return r.of(float64(len(r.OfType(parts.DBProxy)))*max(leastProxyACU, floor(r)), "ACU behind a proxy")
}

func proxyEndpoints(r *reader) []part {
	zones := 0
	for _, endpoint := range r.OfType(parts.DBProxyEndpoint) {
		zones += len(assembly.List(endpoint.At("VpcSubnetIds")))
	}
	return r.of(float64(zones), "zone of a proxy endpoint")
}

func cache(r *reader) []part {
	var all []part
	for _, group := range r.OfType(parts.ReplicationGroup) {
		kind, _ := group.At("CacheNodeType").(string)
		all = append(all, r.of(r.Number(group, "NumCacheClusters"), kind)...)
	}
	return all
}

func keys(r *reader) []part { return r.each("AWS::KMS::Key", "KMS key") }

// How many metrics Container Insights makes. Neither is documented as a number: these
// are what users see on their bills.
const (
	standardOfCluster, standardOfService   = 8, 17
	enhancedOfService, enhancedOfEveryTask = 117, 40
)

func containerInsights(r *reader) []part {
	services, tasks := 0.0, 0.0
	for _, s := range running(r) {
		services++
		tasks += r.Number(s.Scaling, "MinCapacity")
	}
	var all []part
	for _, cluster := range r.OfType("AWS::ECS::Cluster") {
		switch mode := r.Entries(cluster, cluster.At("ClusterSettings"), "Name", "Value")["containerInsights"]; mode {
		case "enhanced":
			all = append(all, r.of(services*enhancedOfService+tasks*enhancedOfEveryTask, "metric of enhanced Container Insights")...)
		case "enabled":
			all = append(all, r.of(standardOfCluster+services*standardOfService, "metric")...)
		case "disabled":
		default:
			r.miss("Container Insights %q have no price", mode)
		}
	}
	return all
}

func alarms(r *reader) []part {
	metrics := 0 // an alarm on an expression is billed for each metric in it
	for _, alarm := range r.OfType(parts.Alarm) {
		metrics += len(parts.AlarmMetrics(r.Review, alarm))
	}
	return append(r.of(float64(metrics), "metric of an alarm"), r.each("AWS::CloudWatch::Dashboard", "dashboard")...)
}

// detailedMetrics is what detailed monitoring of an instance adds:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html
const detailedMetrics = 7

func bastion(r *reader) []part {
	var all []part
	for _, instance := range r.OfType(parts.Instance) {
		kind, _ := instance.At("InstanceType").(string)
		all = append(all, r.of(1, kind)...)
		for _, device := range assembly.List(instance.At("BlockDeviceMappings")) {
			kind, _ := assembly.At(device, "Ebs", "VolumeType").(string)
			size, _ := assembly.At(device, "Ebs", "VolumeSize").(float64)
			all = append(all, r.of(size, "GB of "+kind)...)
		}
		if instance.At("Monitoring") == true {
			all = append(all, r.of(detailedMetrics, "metric")...)
		}
	}
	return all
}

func secrets(r *reader) []part {
	managed := 0 // by RDS, which makes one for the cluster's administrator
	for _, cluster := range r.OfType(parts.DBCluster) {
		if cluster.At("ManageMasterUserPassword") == true {
			managed++
		}
	}
	return r.of(float64(len(r.OfType("AWS::SecretsManager::Secret"))+managed), "secret")
}
