package models

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

const tasks = "Compute/AdminApiReleaseService"

// rule adds a rule to a group, from or to another or addresses.
func rule(direction, group, peer, ports string) checktest.Change {
	return checktest.Put("Network/Additions"+direction, "AWS::EC2::SecurityGroup"+direction, `{"GroupId": {"Ref": "@`+group+`"}, `+peer+`, "IpProtocol": "tcp", `+ports+`, "Description": "Why"}`)
}

// flow allows a connection at both of its ends.
func flow(from, to, ports string) checktest.Change {
	return checktest.Changes(
		rule("Egress", from, `"DestinationSecurityGroupId": {"Ref": "@`+to+`"}`, ports), rule("Ingress", to, `"SourceSecurityGroupId": {"Ref": "@`+from+`"}`, ports),
	)
}

// second is another load balancer, where the platform's is, with a rule for admin-api.
func second(t *testing.T, p *check.Platform) {
	t.Helper()
	balancer := checktest.Find(t, p, "Compute/Alb")
	p.Stack("Compute").Resources["Second"] = &assembly.Resource{Stack: balancer.Stack, LogicalID: "Second", Type: balancer.Type, Properties: balancer.Properties}
	checktest.Changes(
		checktest.Put("Compute/SecondHttps", "AWS::ElasticLoadBalancingV2::Listener", `{"DefaultActions": [{"FixedResponseConfig": {"StatusCode": "404"}, "Type": "fixed-response"}], "LoadBalancerArn": {"Ref": "Second"}, "Port": 443, "Protocol": "HTTPS"}`),
		checktest.Put("Compute/SecondRule", "AWS::ElasticLoadBalancingV2::ListenerRule", `{"Actions": [{"TargetGroupArn": {"Ref": "@AdminApiTargetGroup"}, "Type": "forward"}], "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/admin"]}}], "ListenerArn": {"Ref": "SecondHttps"}, "Priority": 1}`),
	)(t, p)
}

func TestPromisesOfConnections(t *testing.T) {
	t.Parallel()
	const (
		at5432 = `"FromPort": 5432, "ToPort": 5432`
		at443  = `"FromPort": 443, "ToPort": 443`
		at6379 = `"FromPort": 6379, "ToPort": 6379`
	)
	put, set, drop, all, settings := checktest.Put, checktest.Set, checktest.Drop, checktest.Changes, checktest.Settings
	network := func(key, value string) checktest.Change {
		return set(tasks, value, "NetworkConfiguration", "AwsvpcConfiguration", key)
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "a peering", Check: everythingIsUnderstood, Change: put("Network/Peering", "AWS::EC2::VPCPeeringConnection", `{}`), Want: "AWS::EC2::VPCPeeringConnection"},

		{Name: "a service at the database", Check: connectionsAreTheSettings, Change: flow("ServiceApi", "Aurora", at5432), Want: "service-api → Aurora: tcp 5432"},
		{Name: "the load balancer at the proxy", Check: connectionsAreTheSettings, Change: flow("Alb", "Proxy", at5432), Want: "Alb → Proxy: tcp 5432"},
		{Name: "the bastion at the cache", Check: connectionsAreTheSettings, Change: flow("Bastion", "Redis", `"FromPort": 6379, "ToPort": 6379`), Want: "Bastion → Redis: tcp 6379"},
		{Name: "the VPC at the database", Check: connectionsAreTheSettings, Change: rule("Ingress", "Aurora", `"CidrIp": "10.30.0.0/16"`, at443), Want: "→ Aurora: tcp 443"},
		{Name: "services that talk", Check: connectionsAreTheSettings, Change: rule("Ingress", "ServiceApi", `"SourceSecurityGroupId": {"Ref": "@AdminApi"}`, at443), Want: "admin-api → service-api: tcp 443"},
		{Name: "a bastion for the VPC", Check: connectionsAreTheSettings, Change: rule("Ingress", "Bastion", `"CidrIp": "10.0.0.0/8"`, at443), Want: "admin-api → Bastion: tcp 443"},
		{Name: "a function in a service's group", Check: connectionsAreTheSettings, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			group := checktest.Find(t, p, tasks).At("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups")
			subnets := checktest.Find(t, p, tasks).At("NetworkConfiguration", "AwsvpcConfiguration", "Subnets")
			p.Stack("Compute").Resources["Helper"] = &assembly.Resource{Stack: p.Stack("Compute"), LogicalID: "Helper", Type: "AWS::Lambda::Function", Properties: map[string]any{"VpcConfig": map[string]any{"SecurityGroupIds": group, "SubnetIds": subnets}}}
		}, Want: "Helper → Proxy: tcp 5432"},
		{Name: "a third port open to the internet", Check: connectionsAreTheSettings, Change: rule("Ingress", "Alb", `"CidrIp": "0.0.0.0/0"`, `"FromPort": 22, "ToPort": 22`), Want: "internet → Alb: tcp 22"},
		{Name: "an endpoint beside the cache", Check: connectionsAreTheSettings, Change: all(
			put("Network/Api", "AWS::EC2::VPCEndpoint", `{"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.ap-northeast-2.ecr.api", "VpcId": {"Ref": "@Vpc"}, "SubnetIds": [{"Ref": "@VpcIsolatedSubnet1Subnet"}], "SecurityGroupIds": [{"Fn::GetAtt": ["@Bastion", "GroupId"]}]}`),
			flow("Redis", "Bastion", at443),
		), Want: "Redis → ecr.api endpoint: tcp 443"},
		{Name: "SSH to the internet", Check: connectionsAreTheSettings, Change: rule("Egress", "ServiceApi", `"CidrIp": "0.0.0.0/0"`, `"FromPort": 22, "ToPort": 22`), Want: "service-api → internet: tcp 22"},
		{Name: "a range of ports", Check: connectionsAreTheSettings, Change: flow("ServiceApi", "Redis", `"FromPort": 6300, "ToPort": 6400`), Want: "service-api → Redis: tcp 6300-6400"},
		{Name: "another VPC", Check: connectionsAreTheSettings, Change: all(
			put("Network/Other", "AWS::EC2::VPC", `{"CidrBlock": "10.1.0.0/16"}`),
			set("Network/VpcIsolatedSubnet1Subnet", `{"Ref": "Other"}`, "VpcId"), set("Network/VpcIsolatedSubnet2Subnet", `{"Ref": "Other"}`, "VpcId"),
		), Want: "they are in different VPCs"},
		{Name: "two services without a gateway", Check: connectionsAreTheSettings, Change: all(drop("Network/VpcPrivateSubnet1DefaultRoute"), drop("Network/VpcPrivateSubnet2DefaultRoute")), Want: "service-api does not reach internet: no route to other networks"},
		{Name: "a service without the database, which still reaches the proxy", Check: connectionsAreTheSettings, Change: settings(func(e *config.Environment) { e.Services[0].Database = false }), Want: "→ Proxy: tcp 5432, through inside the VPC, which nothing asks for"},
		{Name: "a service without the cache, which still reaches it", Check: connectionsAreTheSettings, Change: settings(func(e *config.Environment) { e.Services[0].Cache = false }), Want: "→ Redis: tcp 6379"},
		{Name: "a port that stays closed", Check: connectionsAreTheSettings, Change: settings(func(e *config.Environment) { e.Services[0].EgressPorts = []int{443, 587} }), Want: "does not reach internet on port 587"},
		{Name: "another port of a service", Check: connectionsAreTheSettings, Change: settings(func(e *config.Environment) { e.Services[0].Port = 9090 }), Want: "on port 9090"},
		{Name: "a service that is not there", Check: connectionsAreTheSettings, Change: settings(func(e *config.Environment) {
			e.Services = append(e.Services, config.Service{Name: "third-api", Kind: config.Web})
		}), Want: "components of kind service"},
		{Name: "no data", Check: dataIsIsolated, Change: func(_ *testing.T, p *check.Platform) { p.Stack("Data").Resources = nil }, Want: "there is no database, proxy or cache"},
		{Name: "a NAT route in other functions", Check: dataIsIsolated, Change: put("Network/Way", "AWS::EC2::Route", `{"RouteTableId": {"Fn::Join": ["", [{"Ref": "@VpcIsolatedSubnet1RouteTable"}]]}, "DestinationCidrBlock": {"Fn::Join": ["/", ["0.0.0.0", "0"]]}, "NatGatewayId": {"Ref": "@VpcPublicSubnet1NATGateway"}}`), Want: "Aurora is in a subnet that is private"},
		{Name: "a cache beside the services", Check: dataIsIsolated, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/RedisSubnetGroup").Properties["SubnetIds"] = []any{checktest.Find(t, p, "Data/Bastion").At("SubnetId")}
		}, Want: "Redis is in a subnet that is private"},
		{Name: "an endpoint in one isolated subnet, which is no list", Check: dataIsIsolated, Change: set("Network/VpcS3", `{"Ref": "@VpcIsolatedSubnet2RouteTable"}`, "RouteTableIds"), Want: "Proxy has a route to s3"},
		{Name: "an unused address", Check: publicAddresses, Change: put("Network/Spare", "AWS::EC2::EIP", `{}`), Want: "Network/Spare belongs to no NAT gateway"},
		{Name: "an address for the bastion", Check: publicAddresses, Change: put("Data/Eip", "AWS::EC2::EIP", `{"InstanceId": {"Ref": "@Bastion"}}`), Want: "Bastion has a public address"},
		{Name: "a service without AssignPublicIp", Check: publicAddresses, Change: network("AssignPublicIp", `null`), Want: "admin-api has a public address"},
		{Name: "a subnet that gives addresses, as text", Check: publicAddresses, Change: set("Network/VpcPublicSubnet2Subnet", `"true"`, "MapPublicIpOnLaunch"), Want: "MapPublicIpOnLaunch is true"},

		{Name: "a rule for no component", Check: everyRuleIsUsed, Change: rule("Ingress", "Aurora", `"CidrIp": "192.168.0.0/16"`, at5432), Want: "into Aurora from 192.168.0.0/16 tcp 5432 is used by no connection"},
		{Name: "half a flow", Check: everyRuleIsUsed, Change: rule("Egress", "Redis", `"DestinationSecurityGroupId": {"Ref": "@Aurora"}`, at5432), Want: "out of Redis to Aurora tcp 5432 is used by no connection"},
		{Name: "one end of a flow wider than the other", Check: everyRuleIsUsed, Change: rule("Ingress", "Proxy", `"SourceSecurityGroupId": {"Ref": "@ServiceApi"}`, `"FromPort": 5432, "ToPort": 5433`), Want: "tcp 5432-5433 allows more than any connection uses"},
		{Name: "a flow allowed twice", Check: everyRuleIsUsed, Change: rule("Egress", "Proxy", `"DestinationSecurityGroupId": {"Ref": "@Aurora"}`, at5432), Want: "out of Proxy to Aurora tcp 5432 is there twice"},
		{Name: "everything out of a group whose rules all stand beside it", Check: everyRuleIsUsed, Change: set("Network/Proxy", `[]`, "SecurityGroupEgress"), Want: "out of Proxy to 0.0.0.0/0 everything allows more"},
		{Name: "a cache that moved", Check: everyRuleIsUsed, Change: set("Data/RedisReplicationGroup", `6380`, "Port"), Want: "is used by no connection"},

		// A connection can use each of these rules; what is wrong is whom else it admits.
		{Name: "a cache for everyone", Check: everyRuleIsUsed, Change: rule("Ingress", "Redis", `"CidrIp": "0.0.0.0/0"`, at6379), Want: "into Redis from 0.0.0.0/0 tcp 6379 is no end of a flow"},
		{Name: "a cache for the VPC, in its group", Check: everyRuleIsUsed, Change: set("Network/Redis", `[{"CidrIp": "10.30.0.0/16", "IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379}]`, "SecurityGroupIngress"), Want: "into Redis from 10.30.0.0/16 tcp 6379 is no end of a flow"},
		{Name: "a proxy for everyone", Check: everyRuleIsUsed, Change: rule("Ingress", "Proxy", `"CidrIp": "0.0.0.0/0"`, at5432), Want: "into Proxy from 0.0.0.0/0 tcp 5432 is no end of a flow"},
		{Name: "a database for the VPC", Check: everyRuleIsUsed, Change: rule("Ingress", "Aurora", `"CidrIp": "10.30.0.0/16"`, at5432), Want: "into Aurora from 10.30.0.0/16 tcp 5432 is no end of a flow"},
		{Name: "a service for everyone", Check: everyRuleIsUsed, Change: rule("Ingress", "AdminApi", `"CidrIp": "0.0.0.0/0"`, `"FromPort": 8080, "ToPort": 8080`), Want: "into AdminApi from 0.0.0.0/0 tcp 8080 is no end of a flow"},
		{Name: "a peer that became a range", Check: everyRuleIsUsed, Change: all(
			set("Network/RedisfromNetworkAdminApi461D80366379", `null`, "SourceSecurityGroupId"), set("Network/RedisfromNetworkAdminApi461D80366379", `"10.30.0.0/16"`, "CidrIp"),
		), Want: "into Redis from 10.30.0.0/16 tcp 6379 is no end of a flow"},
		{Name: "sessions sent to anyone", Check: everyRuleIsUsed, Change: rule("Egress", "ServiceApi", `"CidrIp": "0.0.0.0/0"`, at5432), Want: "out of ServiceApi to 0.0.0.0/0 tcp 5432 is no end of a flow"},
		{Name: "a proxy that sends to the VPC", Check: everyRuleIsUsed, Change: rule("Egress", "Proxy", `"CidrIp": "10.30.0.0/16"`, at5432), Want: "out of Proxy to 10.30.0.0/16 tcp 5432 is no end of a flow"},
		{Name: "half of the internet", Check: everyRuleIsUsed, Change: rule("Ingress", "Alb", `"CidrIp": "128.0.0.0/1"`, at443), Want: "into Alb from 128.0.0.0/1 tcp 443 is no end of a flow"},
		{Name: "a range of the internet beside it", Check: everyRuleIsUsed, Change: rule("Egress", "ServiceApi", `"CidrIp": "10.0.0.0/4"`, at443), Want: "out of ServiceApi to 10.0.0.0/4 tcp 443 is no end of a flow"},
		{Name: "a service that needs no internet to reach the load balancer", Check: everyRuleIsUsed, Change: rule("Ingress", "Alb", `"SourceSecurityGroupId": {"Ref": "@ServiceApi"}`, at443), Want: "into Alb from ServiceApi tcp 443 is no end of a flow"},
		{Name: "a team's rule in a group of the platform", Check: everyRuleIsUsed, Change: all(rule("Ingress", "Redis", `"CidrIp": "0.0.0.0/0"`, at6379), ofATeam("Network/AdditionsIngress")), Want: "into Redis from 0.0.0.0/0 tcp 6379 is no end of a flow"},
		{Name: "a rule of the platform in a team's group", Check: everyRuleIsUsed, Change: all(teamHelper, ofATeam("Network/AdditionsHelper")), Want: "out of AdditionsHelper to 10.0.0.0/4 tcp 443 is no end of a flow"},
	})
}

// teamHelper is a function in a group of its own, which sends to addresses.
func teamHelper(t *testing.T, p *check.Platform) {
	t.Helper()
	checktest.Put("Network/AdditionsHelper", "AWS::EC2::SecurityGroup", `{"VpcId": {"Ref": "@Vpc"}, "SecurityGroupEgress": [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252, "ToPort": 86}]}`)(t, p)
	checktest.Put("Network/Function", "AWS::Lambda::Function", `{"VpcConfig": {"SubnetIds": [{"Ref": "@VpcPrivateSubnet1Subnet"}], "SecurityGroupIds": [{"Ref": "AdditionsHelper"}]}}`)(t, p)
	rule("Egress", "AdditionsHelper", `"CidrIp": "10.0.0.0/4"`, `"FromPort": 443, "ToPort": 443`)(t, p)
}

// ofATeam makes a resource one of a team's own.
func ofATeam(name string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		checktest.Find(t, p, name).Metadata = map[string]any{"aws:cdk:path": "Additions/" + name}
	}
}

// The settings want no flow of a team's own groups.
func TestATeamsRulesAreItsOwn(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	checktest.Changes(teamHelper, ofATeam("Network/AdditionsHelper"), ofATeam("Network/AdditionsEgress"))(t, &p)
	if got := checktest.Broken(everyRuleIsUsed, &p); len(got) > 0 {
		t.Errorf("complaints are %q", got)
	}
}

func TestPromisesOfRequests(t *testing.T) {
	t.Parallel()
	set, drop, settings := checktest.Set, checktest.Drop, checktest.Settings
	const listenerRule = "Compute/AdminApiListenerRule"
	patterns := func(values string) checktest.Change {
		return set(listenerRule, values, "Conditions", 0, "PathPatternConfig", "Values")
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "a rule of the wrong listener", Check: requestsArrive, Change: set(listenerRule, `{"Ref": "@AlbHttp"}`, "ListenerArn"), Want: "internet → Alb:80 (/admin, /admin/*) → admin-api:8080 is forwarded without TLS"},
		{Name: "no rules", Check: requestsArrive, Change: checktest.Changes(drop(listenerRule), drop("Compute/ServiceApiListenerRule")), Want: "no request reaches service-api"},
		{Name: "a port that is not forwarded to", Check: requestsArrive, Change: set(tasks, `9090`, "LoadBalancers", 0, "ContainerPort"), Want: "Alb → admin-api: port 9090 is closed"},

		{Name: "paths of another service", Check: everySpellingIsJudged, Change: checktest.Changes(patterns(`["/service*", "/manage*"]`), set(listenerRule, `5`, "Priority")), Want: "/service reaches admin-api through Alb:443 and is not counted"},
		{Name: "a path that is no spelling of its own", Check: everySpellingIsJudged, Change: patterns(`["/admin", "/admin/*", "/manage/*"]`), Want: "/manage/x reaches admin-api"},
		{Name: "a pattern that is too wide", Check: everySpellingIsJudged, Change: patterns(`["/admin", "/admin*"]`), Want: "/admin-x reaches admin-api"},
		{Name: "a rule that compares first", Check: everySpellingIsJudged, Change: compareFirst, Want: "//admin/x reaches admin-api"},
		{Name: "a second load balancer", Check: everySpellingIsJudged, Change: second, Want: "Compute/Second: it has no web ACL"},
		{Name: "a web ACL that moved", Check: everySpellingIsJudged, Change: checktest.Changes(second, set("Compute/WebAclAssociation", `{"Ref": "Second"}`, "ResourceArn")), Want: "it has no web ACL"},
		{Name: "a web ACL that fails open", Check: everySpellingIsJudged, Change: set("Compute/Alb", `[{"Key": "waf.fail_open.enabled", "Value": "true"}]`, "LoadBalancerAttributes"), Want: "lets requests through when the web ACL does not answer"},
		{Name: "nothing to count", Check: everySpellingIsJudged, Change: drop(listenerRule), Want: "no path reaches admin-api"},
		{Name: "another service with a limit", Check: everySpellingIsJudged, Change: settings(func(e *config.Environment) {
			for i := range e.Services {
				e.Services[i].RateLimitPerFiveMinutes = 100
			}
		}), Want: "/service reaches service-api through Alb:443 and is not counted"},
		{Name: "addresses that nothing compares", Check: everySpellingIsJudged, Change: settings(func(e *config.Environment) { e.Services[0].AllowedCIDRs = []string{"203.0.113.0/24"} }), Want: "through Alb:443 from any address"},
	})
}

// compareFirst takes the transformations from the rate rule's comparisons.
func compareFirst(t *testing.T, p *check.Platform) {
	t.Helper()
	for _, r := range assembly.List(checktest.Find(t, p, "Security/WebAcl").At("Rules")) {
		for _, s := range assembly.List(assembly.At(r, "Statement", "RateBasedStatement", "ScopeDownStatement", "OrStatement", "Statements")) {
			checktest.SetAt(t, s, checktest.Decoded(t, `[{"Priority": 0, "Type": "NONE"}]`), "ByteMatchStatement", "TextTransformations")
		}
	}
}

// A setting that gives something up is no failure, and one that does not is a promise.
func TestTheLossOfAZoneStopsWhatTheSettingsGiveUp(t *testing.T) {
	t.Parallel()
	set, drop, all := checktest.Set, checktest.Drop, checktest.Changes
	const (
		scaling = "Compute/AdminApiReleaseServiceTaskCountTarget"
		cache   = "Data/RedisReplicationGroup"
	)
	oneGateway := all(drop("Network/VpcPublicSubnet2NATGateway"), set("Network/VpcPrivateSubnet2DefaultRoute", `{"Ref": "@VpcPublicSubnet1NATGateway"}`, "NatGatewayId"))
	for name, tc := range map[string]struct {
		templates checktest.Change
		settings  func(*config.Environment)
		want      string // a complaint about the templates without the settings
	}{
		"one gateway": {oneGateway, func(e *config.Environment) { e.Network.NATGateways = 1 }, "service-api reaches the internet: VpcPublicSubnet1NATGateway is in no zone that is left"},
		"one node":    {set(cache, `1`, "NumCacheClusters"), func(e *config.Environment) { e.Cache.Nodes = 1 }, "Redis has a primary: its only node is there"},
		"no failover": {all(set(cache, `false`, "AutomaticFailoverEnabled"), set(cache, `false`, "MultiAZEnabled")), func(e *config.Environment) { e.Cache.Failover = false }, "Redis has a primary: no replica takes over by itself"},
		"one task": {set(scaling, `1`, "MinCapacity"), func(e *config.Environment) {
			for i := range e.Services {
				if e.Services[i].Name == "admin-api" {
					e.Services[i].MinTasks = 1
				}
			}
		}, "admin-api has its tasks: the last of 1 may run there"},
		"no reader": {all(drop("Data/AuroraReader1"), drop("Data/ProxyReader")), func(e *config.Environment) { e.Database.Readers = 0 }, "Aurora has a writer: its only instance is there"},
	} {
		p := recorded.Platform(t)
		tc.templates(t, &p)
		if got := checktest.Broken(zoneLossIsAsTheSettingsSay, &p); len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), tc.want) {
			t.Errorf("%s that no setting gives up: complaints are %q, want %q", name, got, tc.want)
		}
		tc.settings(&p.Settings)
		if got := checktest.Broken(zoneLossIsAsTheSettingsSay, &p); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
		p = recorded.Platform(t)
		tc.settings(&p.Settings)
		if len(checktest.Broken(zoneLossIsAsTheSettingsSay, &p)) == 0 {
			t.Errorf("%s in the settings only: nothing is noticed", name)
		}
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "both instances in one zone", Check: zoneLossIsAsTheSettingsSay, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/AuroraReader1").Properties["AvailabilityZone"] = checktest.Find(t, p, "Data/AuroraWriter").At("AvailabilityZone")
		}, Want: "Aurora has a writer: its only instance is there"},
		{Name: "an instance in a zone that RDS chooses", Check: zoneLossIsAsTheSettingsSay, Change: set("Data/AuroraReader1", `null`, "AvailabilityZone"), Want: "has no zone of its own"},
		{Name: "no failover", Check: zoneLossIsAsTheSettingsSay, Change: set(cache, `false`, "AutomaticFailoverEnabled"), Want: "no replica takes over by itself"},
		{Name: "no failover, which one node would not need", Check: zoneLossIsAsTheSettingsSay, Change: all(set(cache, `false`, "MultiAZEnabled"), checktest.Settings(func(e *config.Environment) { e.Cache.Nodes = 1 })), Want: "no replica takes over by itself"},
		{Name: "tasks in one zone, which have all their gateways", Check: zoneLossIsAsTheSettingsSay, Change: oneSubnet(tasks, "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), Want: "admin-api has its tasks: all 2 run there"},
		{Name: "a load balancer in one zone", Check: zoneLossIsAsTheSettingsSay, Change: oneSubnet("Compute/Alb", "Subnets"), Want: "requests to Alb: it is in "},
		{Name: "a proxy in one zone", Check: zoneLossIsAsTheSettingsSay, Change: oneSubnet("Data/Proxy", "VpcSubnetIds"), Want: "Proxy accepts sessions: it is in "},
	})
}

// oneSubnet leaves a resource the first of its subnets.
func oneSubnet(name string, path ...any) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := checktest.Find(t, p, name)
		checktest.SetAt(t, any(r.Properties), assembly.List(r.At(path...))[:1], path...)
	}
}

// What the model reads may have any shape: it says so, and does not panic.
func TestOddTemplatesAreNoPanic(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	ofTheNetwork := slices.DeleteFunc(Promises(), func(promise check.Promise) bool { return strings.Contains(promise.Says, "permission") })
	shapes := []string{`"x"`, `[{"Ref": "Nowhere"}]`, `{"Fn::If": ["No", 1, 2]}`}
	for _, name := range []string{
		"Network/Vpc", "Network/VpcPrivateSubnet1Subnet", "Network/VpcPrivateSubnet1DefaultRoute", "Network/VpcPrivateSubnet1RouteTableAssociation", "Network/VpcPublicSubnet1NATGateway",
		"Network/VpcS3", "Network/Alb", "Compute/Alb", "Compute/AlbHttps", "Compute/AdminApiListenerRule", tasks, "Compute/AdminApiReleaseTaskDefinition",
		"Compute/AdminApiReleaseServiceTaskCountTarget", "Compute/WebAclAssociation", "Data/AuroraReader1", "Data/Proxy", "Data/ProxyReader", "Data/Bastion", "Security/WebAcl",
	} {
		properties := checktest.Find(t, &p, name).Properties
		for i, key := range slices.Sorted(maps.Keys(properties)) {
			// Another shape for each property: all of them for each say little more.
			was, odd := properties[key], shapes[i%len(shapes)]
			properties[key] = checktest.Decoded(t, odd)
			e := check.Examine(p)
			e.Judge(ofTheNetwork)
			if e.Model().Report(p.Settings).Text() == "" {
				t.Errorf("%s of %s as %s: the report is empty", key, name, odd)
			}
			properties[key] = was
		}
	}
}

// A false alarm costs the proof its readers.
func TestWhatDoesNoHarmFailsNothing(t *testing.T) {
	t.Parallel()
	set := checktest.Set
	for name, change := range map[string]checktest.Change{
		"a target group in a list": set("Compute/AdminApiListenerRule", `[{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "@AdminApiTargetGroup"}}]}}]`, "Actions"),
		"flags as text":            checktest.Changes(set("Data/RedisReplicationGroup", `"true"`, "MultiAZEnabled"), set("Data/AuroraWriter", `"false"`, "PubliclyAccessible")),
		"ports as text":            set("Compute/AlbHttps", `"443"`, "Port"),
	} {
		p := recorded.Platform(t)
		change(t, &p)
		if got := checktest.Complaints(p, Promises()); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
