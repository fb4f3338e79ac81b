package costs

import (
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
)

// bill reads the bill of the recorded platform after a change.
func bill(t *testing.T, change func(check.Platform)) (Bill, error) {
	t.Helper()
	p := recorded.Platform(t)
	change(p)
	return Of(p)
}

func unchanged(check.Platform) {}

func TestEveryPriceHasAnOfferAndEitherAUsageTypeOrADoubt(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, list := range [][]price{prices, byUse} {
		for _, p := range list {
			if seen[p.Name] {
				t.Errorf("%s has two prices", p.Name)
			}
			seen[p.Name] = true
			if p.Dollars <= 0 || p.Per == "" || p.Offer == "" || p.Usage == "" && p.Doubt == "" {
				t.Errorf("%s is incomplete: %+v", p.Name, p)
			}
		}
	}
}

func TestWhatIsRoundedAddsUp(t *testing.T) {
	t.Parallel()
	b, err := bill(t, unchanged)
	if err != nil {
		t.Fatal(err)
	}
	lines, groups := 0, 0
	seen := map[string]bool{}
	for _, l := range b.Lines {
		lines += l.dollars()
		if !seen[l.Group] {
			groups += b.group(l.Group)
		}
		seen[l.Group] = true
	}
	if lines != b.Sum() || groups != b.Sum() || b.Sum() < 100 {
		t.Errorf("lines add up to %d and groups to %d, want the sum %d", lines, groups, b.Sum())
	}
}

// Each change of a template shows in the line that bills it.
func TestABillFollowsTheTemplates(t *testing.T) {
	t.Parallel()
	first := func(p check.Platform, resourceType string) *assembly.Resource { return p.OfType(resourceType)[0] }
	set := func(resourceType string, value any, property string) func(check.Platform) {
		return func(p check.Platform) { first(p, resourceType).Properties[property] = value }
	}
	for name, tc := range map[string]struct {
		line, quantity string
		change         func(check.Platform)
	}{
		"a gateway less": {"NAT gateways with addresses", "1 × NAT gateway", func(p check.Platform) {
			gateway := first(p, "AWS::EC2::NatGateway")
			delete(gateway.Stack.Resources, gateway.LogicalID)
		}},
		"one rule":            {"web ACL with its rules", "1 × rule of a web ACL", set("AWS::WAFv2::WebACL", []any{map[string]any{}}, "Rules")},
		"three subnets":       {"load balancer with addresses", "3 × public address", set("AWS::ElasticLoadBalancingV2::LoadBalancer", []any{"a", "b", "c"}, "Subnets")},
		"more tasks":          {"Fargate at the fewest tasks", "11 × vCPU X86_64", setTasks(9)},
		"a higher floor":      {"Aurora at its floor", "12 × ACU", set("AWS::RDS::DBCluster", map[string]any{"MinCapacity": 6.0}, "ServerlessV2ScalingConfiguration")},
		"a floor over eight":  {"RDS Proxy", "12 × ACU behind a proxy", set("AWS::RDS::DBCluster", map[string]any{"MinCapacity": 6.0}, "ServerlessV2ScalingConfiguration")},
		"one zone":            {"proxy endpoint for readers", "1 × zone of a proxy endpoint", set("AWS::RDS::DBProxyEndpoint", []any{"a"}, "VpcSubnetIds")},
		"five nodes":          {"Redis", "5 × cache.t4g.micro", set("AWS::ElastiCache::ReplicationGroup", 5.0, "NumCacheClusters")},
		"standard insights":   {"Container Insights", "42 × metric", set("AWS::ECS::Cluster", []any{map[string]any{"Name": "containerInsights", "Value": "enabled"}}, "ClusterSettings")},
		"a volume":            {"bastion with its volume", "30 × GB of gp3", set("AWS::EC2::Instance", []any{map[string]any{"Ebs": map[string]any{"VolumeType": "gp3", "VolumeSize": 30.0}}}, "BlockDeviceMappings")},
		"detailed monitoring": {"bastion with its volume", "7 × metric", set("AWS::EC2::Instance", true, "Monitoring")},
		"an own password":     {"secrets", "1 × secret", set("AWS::RDS::DBCluster", false, "ManageMasterUserPassword")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := bill(t, tc.change)
			if err != nil {
				t.Fatal(err)
			}
			for row := range strings.Lines(b.Table()) {
				if strings.HasPrefix(row, "| "+tc.line+" |") && strings.Contains(row, tc.quantity) {
					return
				}
			}
			t.Errorf("there is no %s with %s in\n%s", tc.line, tc.quantity, b.Table())
		})
	}
}

// setTasks gives one service another minimum.
func setTasks(tasks float64) func(check.Platform) {
	return func(p check.Platform) {
		for _, target := range p.OfType("AWS::ApplicationAutoScaling::ScalableTarget") {
			if target.At("ServiceNamespace") == "ecs" {
				target.Properties["MinCapacity"] = tasks
				return
			}
		}
	}
}

// What nobody has priced is no free resource.
func TestABillNeedsAPriceForEverything(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wants  string
		change func(check.Platform)
	}{
		"a type of node": {"cache.r7g.large has no price", func(p check.Platform) {
			p.OfType("AWS::ElastiCache::ReplicationGroup")[0].Properties["CacheNodeType"] = "cache.r7g.large"
		}},
		"a type of resource": {"AWS::Neptune::DBCluster is neither", func(p check.Platform) {
			s := p.Stack("Data")
			s.Resources["Graph"] = &assembly.Resource{Stack: s, LogicalID: "Graph", Type: "AWS::Neptune::DBCluster"}
		}},
		"an interface endpoint": {"AWS::EC2::VPCEndpoint is neither", func(p check.Platform) {
			p.OfType("AWS::EC2::VPCEndpoint")[0].Properties["VpcEndpointType"] = "Interface"
		}},
		"a mode of Container Insights": {`Container Insights "new" have no price`, func(p check.Platform) {
			p.OfType("AWS::ECS::Cluster")[0].Properties["ClusterSettings"] = []any{map[string]any{"Name": "containerInsights", "Value": "new"}}
		}},
	} {
		if _, err := bill(t, tc.change); err == nil || !strings.Contains(err.Error(), tc.wants) {
			t.Errorf("%s: got %v, want %s", name, err, tc.wants)
		}
	}
}

func TestADifferenceHasItsSign(t *testing.T) {
	t.Parallel()
	for dollars, want := range map[float64]string{-3.6: "−4", 3.6: "+4", 0.2: "–", 0: "–"} {
		if got := difference(dollars); got != want {
			t.Errorf("%v: got %s, want %s", dollars, got, want)
		}
	}
}

// A team may have turned another setting already.
func TestAChoiceSavesFromWhatTheTemplatesHave(t *testing.T) {
	t.Parallel()
	b, err := bill(t, func(p check.Platform) {
		for _, task := range p.OfType("AWS::ECS::TaskDefinition") {
			task.Properties["RuntimePlatform"] = map[string]any{"CpuArchitecture": "ARM64"}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	text := Choices(b)
	for _, want := range []string{"| `cpuArchitecture` `ARM64` | – |", "| `minTasks` 1 | −66 |", "| `cacheNodes` 1 | −18 |"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
}

// Jobs and migrations cost while they run, whatever their size.
func TestOnlyWhatAlwaysRunsCostsByTheMonth(t *testing.T) {
	t.Parallel()
	p := recorded.Kinds(t)
	b, err := Of(p)
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for _, s := range p.Settings.Services {
		if s.AlwaysRuns() {
			want += float64(s.MinTasks*s.CPUUnits) / unitsPerVCPU
		}
	}
	if got := b.units("vCPU X86_64"); got != want {
		t.Errorf("the bill has %v vCPU, want %v", got, want)
	}
	if got := Runs(b); !strings.Contains(got, "| prod | 1 vCPU, 2 GB, X86_64 | 0.057 |") {
		t.Errorf("an hour of a run is\n%s", got)
	}
}
