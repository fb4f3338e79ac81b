package reachability_test

import (
	"maps"
	"strings"
)

// rule is a rule of a security group that is a resource of its own.
func rule(kind, group, peer, port string) string {
	end := `"CidrIp": "` + peer + `"`
	if !strings.Contains(peer, ".") {
		end = `"` + map[string]string{"Ingress": "SourceSecurityGroupId", "Egress": "DestinationSecurityGroupId"}[kind] + `": {"Fn::GetAtt": ["` + peer + `", "GroupId"]}`
	}
	return `{"Type": "AWS::EC2::SecurityGroup` + kind + `", "Properties": {"GroupId": {"Fn::GetAtt": ["` + group + `", "GroupId"]}, ` + end +
		`, "IpProtocol": "tcp", "FromPort": ` + port + `, "ToPort": ` + port + `}}`
}

func route(table, gateway, to string) string {
	return `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Ref": "` + table + `"}, "DestinationCidrBlock": "0.0.0.0/0", "` + gateway + `": {"Ref": "` + to + `"}}}`
}

func imported(name string) string { return `{"Fn::ImportValue": "chassis-prod-network:` + name + `"}` }

const network = "NetworkConfiguration AwsvpcConfiguration "

// second is another load balancer with a rule for admin-api.
var second = edits{
	"App/Alb2":      `{"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing", "SecurityGroups": [` + imported("AlbGroup") + `], "Subnets": [` + imported("PublicA") + `]}}`,
	"App/Alb2Https": `{"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"DefaultActions": [{"FixedResponseConfig": {"StatusCode": "404"}, "Type": "fixed-response"}], "LoadBalancerArn": {"Ref": "Alb2"}, "Port": 443, "Protocol": "HTTPS"}}`,
	"App/Alb2Rule":  `{"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"Actions": [{"TargetGroupArn": {"Ref": "AdminTargets"}, "Type": "forward"}], "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/admin"]}}], "ListenerArn": {"Ref": "Alb2Https"}, "Priority": 1}}`,
}

// with merges changes.
func with(more ...edits) edits {
	all := edits{}
	for _, m := range more {
		maps.Copy(all, m)
	}
	return all
}

// faults are what an edit might do to the platform, and the promise that notices.
var faults = []struct {
	name    string
	promise string
	changes edits
	want    string
}{
	{"a database beside the cluster", "understood", edits{"App/Other": `{"Type": "AWS::RDS::DBInstance", "Properties": {"DBSubnetGroupName": {"Ref": "AuroraSubnets"}}}`}, "App/Other (AWS::RDS::DBInstance): has no DBClusterIdentifier"},
	{"a cache in the subnet group", "understood", edits{"App/Other": `{"Type": "AWS::ElastiCache::CacheCluster", "Properties": {"CacheSubnetGroupName": {"Ref": "RedisSubnets"}}}`}, "App/Other (AWS::ElastiCache::CacheCluster): the model does not know this type"},
	{"tasks by the clock", "understood", edits{"App/AdminScaling ScheduledActions": `[{"Schedule": "cron(0 18 * * ? *)", "ScalableTargetAction": {"MinCapacity": 0}}]`}, "does not know its property ScheduledActions"},
	{"a network ACL", "understood", edits{"Network/Acl": `{"Type": "AWS::EC2::NetworkAcl", "Properties": {}}`}, "Network/Acl (AWS::EC2::NetworkAcl): the model does not know this type"},
	{"a peering", "understood", edits{"Network/Peering": `{"Type": "AWS::EC2::VPCPeeringConnection", "Properties": {}}`}, "AWS::EC2::VPCPeeringConnection"},
	{"an egress-only gateway", "understood", edits{"Network/Gateway6": `{"Type": "AWS::EC2::EgressOnlyInternetGateway", "Properties": {}}`}, "AWS::EC2::EgressOnlyInternetGateway"},
	{"something unknown in a subnet", "understood", edits{"App/Efs": `{"Type": "AWS::EFS::MountTarget", "Properties": {"SubnetId": ` + imported("IsolatedA") + `}}`}, "App/Efs (AWS::EFS::MountTarget): the model does not know this type"},
	{"a route elsewhere", "understood", edits{"Network/IsolatedARoute": `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Ref": "IsolatedATable"}, "DestinationCidrBlock": "10.9.0.0/16", "TransitGatewayId": "tgw-1"}}`}, "does not know its property TransitGatewayId"},
	{"an unknown intrinsic function", "understood", edits{"Network/Vpc CidrBlock": `{"Fn::Cidr": []}`}, "Fn::Cidr is not understood"},
	{"a rule for a prefix list", "understood", edits{"Network/ServiceToProxy DestinationPrefixListId": `"pl-1"`}, "does not know its property DestinationPrefixListId"},
	{"a rule by host", "understood", edits{"App/AdminRule Conditions 0": `{"Field": "host-header", "HostHeaderConfig": {"Values": ["x"]}}`}, "the model knows rules with a priority"},
	{"a listener that forwards", "understood", edits{"App/AlbHttp DefaultActions": `[{"Type": "forward", "TargetGroupArn": {"Ref": "AdminTargets"}}]`}, "its default action is not understood"},
	{"a subnet without a table", "understood", edits{"Network/IsolatedAAssociation": "null"}, "has 0 route tables of its own"},
	{"the default group", "understood", edits{"App/Redis SecurityGroupIds": "null"}, "uses no security group"},
	{"the default group by its ID", "understood", edits{"App/Bastion SecurityGroupIds": `[{"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}]`}, "which is no security group of the templates"},
	{"a host with an address", "understood", edits{"App/Bastion NetworkInterfaces": `[{"AssociatePublicIpAddress": true}]`}, "does not know its property NetworkInterfaces"},
	{"a target group without tasks", "understood", edits{"App/AdminTasks LoadBalancers": "[]"}, "serves no service"},

	{"a route of a table elsewhere", "understood", edits{"Network/IsolatedARoute": `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "rtb-1", "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": {"Ref": "NatA"}}}`}, `its RouteTableId names no AWS::EC2::RouteTable of the templates: "rtb-1"`},
	{"a table by its name", "understood", edits{"Network/IsolatedAAssociation RouteTableId": `"rtb-1"`}, "its RouteTableId names no AWS::EC2::RouteTable"},
	{"a second association by a name", "understood", edits{"Network/Second": `{"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"SubnetId": "subnet-1", "RouteTableId": {"Ref": "PublicATable"}}}`}, "its SubnetId names no AWS::EC2::Subnet"},
	{"a rule of a listener elsewhere", "understood", edits{"App/AdminRule ListenerArn": `"arn:aws:elasticloadbalancing:x"`}, "its ListenerArn names no"},
	{"a listener of a load balancer elsewhere", "understood", edits{"App/AlbHttp LoadBalancerArn": `"arn:aws:elasticloadbalancing:x"`}, "its LoadBalancerArn names no"},
	{"an instance by the cluster's name", "understood", edits{"App/AuroraReader DBClusterIdentifier": `"aurora"`}, "its DBClusterIdentifier names no"},
	{"a proxy by its name", "understood", edits{"App/ProxyTargets DBProxyName": `"proxy"`}, "its DBProxyName names no"},
	{"a VPN", "understood", edits{"Network/IgwAttachment VpnGatewayId": `"vgw-1"`}, "does not know its property VpnGatewayId"},
	{"a subnet by its name", "understood", edits{"App/RedisSubnets SubnetIds 0": `"subnet-1"`}, `its SubnetIds names no AWS::EC2::Subnet of the templates: "subnet-1"`},
	{"a gateway in a subnet elsewhere", "understood", edits{"Network/NatA SubnetId": `"subnet-1"`}, "its SubnetId names no"},
	{"a function in a subnet elsewhere", "understood", edits{"App/Function": `{"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SubnetIds": ["subnet-1"]}}}`}, "its VpcConfig SubnetIds names no"},
	{"a function in subnets that are hidden", "understood", edits{"App/Function": `{"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"Fn::Select": [0, [{}]]}}}`}, "its VpcConfig SubnetIds is inside"},
	{"a function with an address", "understood", edits{"App/Url": `{"Type": "AWS::Lambda::Url", "Properties": {}}`}, "App/Url (AWS::Lambda::Url): the model does not know this type"},
	{"a stack in the stack", "understood", edits{"App/Nested": `{"Type": "AWS::CloudFormation::Stack", "Properties": {}}`}, "App/Nested (AWS::CloudFormation::Stack)"},
	{"a service network", "understood", edits{"App/Lattice": `{"Type": "AWS::VpcLattice::ServiceNetworkVpcAssociation", "Properties": {}}`}, "App/Lattice"},
	{"a type of one's own", "understood", edits{"App/Own": `{"Type": "Custom::Peering", "Properties": {}}`}, "App/Own (Custom::Peering)"},
	{"addresses of IPv6", "understood", edits{"Network/PublicA Ipv6Native": "true"}, "does not know its property Ipv6Native"},
	{"a load balancer with IPv6", "understood", edits{"App/Alb IpAddressType": `"dualstack"`}, `its IpAddressType is "dualstack"`},
	{"a flag in a parameter", "understood", edits{"App/AuroraWriter PubliclyAccessible": `{"Ref": "ServiceImage"}`}, `its PubliclyAccessible is "${App/ServiceImage}", and the model knows true and false`},
	{"the host's network", "understood", edits{"App/AdminTask NetworkMode": `"host"`}, `its NetworkMode is "host"`},
	{"an endpoint of another kind", "understood", edits{"Network/S3 VpcEndpointType": `"GatewayLoadBalancer"`}, `its VpcEndpointType is "GatewayLoadBalancer"`},
	{"an interface without subnets", "understood", edits{"Network/S3 VpcEndpointType": `"Interface"`}, "an interface endpoint has subnets"},
	{"an instance where its cluster is not", "understood", edits{"App/AuroraSubnets SubnetIds": "[" + imported("IsolatedA") + "]"}, "App/AuroraReader (AWS::RDS::DBInstance): is in ap-northeast-2c, where its cluster has no subnet"},
	{"targets in another VPC", "understood", edits{"App/AdminTargets VpcId": `"vpc-1"`}, "its VpcId names no AWS::EC2::VPC"},
	{"a web ACL for CloudFront", "understood", edits{"App/WebAcl Scope": `"CLOUDFRONT"`}, `its Scope is "CLOUDFRONT"`},
	{"a task without a definition", "understood", edits{"App/AdminTasks TaskDefinition": "null"}, "has no TaskDefinition"},

	{"a service that the internet reaches", "internet-access", edits{"App/ServiceTasks " + network + "AssignPublicIp": `"ENABLED"`, "App/ServiceTasks " + network + "Subnets": "[" + imported("PublicA") + "]", "Network/Open": rule("Ingress", "ServiceGroup", "0.0.0.0/0", "8080")}, "internet → service-api: tcp 8080, through Igw"},
	{"a third port", "internet-access", edits{"Network/Open": rule("Ingress", "AlbGroup", "0.0.0.0/0", "22")}, "internet → Alb: tcp 22"},
	{"an internal load balancer only", "internet-access", edits{"App/Alb Scheme": `"internal"`}, "the internet reaches nothing"},
	{"a port as text", "internet-access", edits{"Network/AlbGroup SecurityGroupIngress 0 FromPort": `"22"`, "Network/AlbGroup SecurityGroupIngress 0 ToPort": `"22"`}, "internet → Alb: tcp 22"},
	{"a service without AssignPublicIp", "public-addresses", edits{"App/AdminTasks " + network + "AssignPublicIp": "null"}, "admin-api has a public address"},
	{"a rule that is no list", "internet-access", edits{"Network/AlbGroup SecurityGroupIngress": `{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}`}, "internet → Alb: tcp 22"},
	{"a bastion in public", "internet-access", edits{"App/Bastion SubnetId": imported("PublicA"), "Network/PublicA MapPublicIpOnLaunch": "true", "Network/Ssh": rule("Ingress", "BastionGroup", "203.0.113.0/24", "22")}, "internet → Bastion: tcp 22"},

	{"a task with an address", "public-addresses", edits{"App/AdminTasks " + network + "AssignPublicIp": `"ENABLED"`}, "admin-api has a public address"},
	{"an address for the bastion", "public-addresses", edits{"App/Eip": `{"Type": "AWS::EC2::EIP", "Properties": {"InstanceId": {"Ref": "Bastion"}}}`}, "Bastion has a public address"},
	{"an unused address", "public-addresses", edits{"Network/Spare": `{"Type": "AWS::EC2::EIP", "Properties": {}}`}, "Network/Spare belongs to no NAT gateway"},
	{"a public database", "public-addresses", edits{"App/AuroraWriter PubliclyAccessible": "null"}, "Aurora has a public address"},
	{"a subnet that gives addresses", "public-addresses", edits{"Network/PublicC MapPublicIpOnLaunch": "true"}, "gives a public address to everything that starts in it"},
	{"a subnet that gives addresses, as text", "public-addresses", edits{"Network/PublicC MapPublicIpOnLaunch": `"true"`}, "gives a public address to everything that starts in it"},
	{"a public database, as text", "public-addresses", edits{"App/AuroraWriter PubliclyAccessible": `"true"`}, "Aurora has a public address"},

	{"a NAT route in other functions", "isolated-data", edits{"Network/IsolatedARoute": `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Fn::Sub": "${IsolatedATable}"}, "DestinationCidrBlock": {"Fn::Join": ["/", ["0.0.0.0", "0"]]}, "NatGatewayId": {"Fn::Join": ["", [{"Ref": "NatA"}]]}}}`}, "Aurora is in a subnet that is private"},
	{"a subnet from a list", "isolated-data", edits{"App/RedisSubnets SubnetIds 0": `{"Fn::Select": [1, [` + imported("IsolatedA") + `, ` + imported("PrivateA") + `]]}`}, "Redis is in a subnet that is private"},
	{"an endpoint beside the cache", "isolated-data", edits{
		"Network/Api": `{"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.ap-northeast-2.ecr.api", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "IsolatedA"}], "SecurityGroupIds": [{"Fn::GetAtt": ["BastionGroup", "GroupId"]}]}}`,
		"Network/In":  rule("Ingress", "BastionGroup", "RedisGroup", "443"), "Network/Out": rule("Egress", "RedisGroup", "BastionGroup", "443"),
	}, "Redis → ecr.api endpoint: tcp 443"},
	{"a route to S3 in one table", "isolated-data", edits{"Network/S3 RouteTableIds": `{"Ref": "IsolatedCTable"}`}, "Proxy has a route to s3"},
	{"a NAT route for the database", "isolated-data", edits{"Network/IsolatedARoute": route("IsolatedATable", "NatGatewayId", "NatA")}, "Aurora is in a subnet that is private in ap-northeast-2a"},
	{"a route of IPv6", "isolated-data", edits{"Network/IsolatedARoute": `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Ref": "IsolatedATable"}, "DestinationIpv6CidrBlock": "::/0", "EgressOnlyInternetGatewayId": {"Ref": "Igw"}}}`}, "Aurora is in a subnet that is unknown"},
	{"a proxy beside the services", "isolated-data", edits{"App/Proxy VpcSubnetIds": "[" + imported("PrivateA") + "]"}, "Proxy is in a subnet that is private"},
	{"a cache beside the services", "isolated-data", edits{"App/RedisSubnets SubnetIds 0": imported("PrivateA")}, "Redis is in a subnet that is private"},
	{"subnets with swapped tables", "isolated-data", edits{"Network/IsolatedAAssociation RouteTableId": `{"Ref": "PublicATable"}`}, "is in a subnet that is public"},
	{"a route to S3", "isolated-data", edits{"Network/S3 RouteTableIds 0": `{"Ref": "IsolatedCTable"}`}, "Proxy has a route to s3"},
	{"no data", "isolated-data", edits{"App/Aurora": "null", "App/Proxy": "null", "App/Redis": "null"}, "there is no database, proxy or cache"},

	{"a service at the database", "database-access", edits{"Network/In": rule("Ingress", "AuroraGroup", "ServiceGroup", "5432"), "Network/Out": rule("Egress", "ServiceGroup", "AuroraGroup", "5432")}, "service-api → Aurora: tcp 5432"},
	{"the VPC at the database", "database-access", edits{"Network/In": rule("Ingress", "AuroraGroup", "10.0.0.0/16", "443")}, "→ Aurora: tcp 443"},
	{"no database", "database-access", edits{"App/Aurora": "null"}, "there is no database"},
	{"the bastion at the cache", "cache-access", edits{"Network/In": rule("Ingress", "RedisGroup", "BastionGroup", "6379"), "Network/Out": rule("Egress", "BastionGroup", "RedisGroup", "6379")}, "Bastion → Redis: tcp 6379"},
	{"the load balancer at the proxy", "proxy-access", edits{"Network/In": rule("Ingress", "ProxyGroup", "AlbGroup", "5432"), "Network/Out": rule("Egress", "AlbGroup", "ProxyGroup", "5432")}, "Alb → Proxy: tcp 5432"},
	{"services that talk", "service-access", edits{"Network/In": rule("Ingress", "ServiceGroup", "AdminGroup", "443")}, "admin-api → service-api: tcp 443"},
	{"a bastion for the VPC", "bastion-access", edits{"Network/In": rule("Ingress", "BastionGroup", "10.0.0.0/8", "443")}, "admin-api → Bastion: tcp 443"},
	{"a group that AWS opens in spite of a list", "internet-egress", edits{"Network/RedisGroup SecurityGroupEgress": "[]", "App/RedisSubnets SubnetIds": "[" + imported("PrivateA") + "]"}, "Redis → internet: everything"},
	{"a group that AWS opens", "internet-egress", edits{"Network/BastionGroup SecurityGroupEgress": "null"}, "Bastion → internet: everything"},
	{"SSH to the internet", "internet-egress", edits{"Network/Out": rule("Egress", "ServiceGroup", "0.0.0.0/0", "22")}, "service-api → internet: tcp 22"},

	{"a rule for a cache that moved", "no-unused-rule", edits{"App/Redis Port": "6380"}, "is used by no connection"},
	{"a wider end of a rule", "no-unused-rule", edits{"Network/ProxyFromService ToPort": "5433"}, "into ProxyGroup from ServiceGroup tcp 5432-5433 allows more than any connection uses"},
	{"everything out of the proxy", "no-unused-rule", edits{"Network/ProxyGroup SecurityGroupEgress": "null"}, "out of ProxyGroup to 0.0.0.0/0 everything allows more than any connection uses"},
	{"half a rule", "no-unused-rule", edits{"Network/ServiceFromAlb": "null"}, "out of AlbGroup to ServiceGroup tcp 8080 is used by no connection"},
	{"a rule for no component", "no-unused-rule", edits{"Network/In": rule("Ingress", "AuroraGroup", "192.168.0.0/16", "5432")}, "into AuroraGroup from 192.168.0.0/16 tcp 5432 is used by no connection"},
	{"a range of ports", "no-unused-port", edits{"Network/RedisFromService FromPort": "6300", "Network/ServiceToRedis FromPort": "6300"}, "service-api → Redis: tcp 6300-6379, through inside the VPC, where nothing listens"},
	{"every protocol", "no-unused-port", edits{"Network/RedisFromService IpProtocol": `"-1"`, "Network/ServiceToRedis IpProtocol": `"-1"`}, "service-api → Redis: everything"},

	{"a closed connection to the proxy", "required-connections", edits{"Network/ProxyFromService": "null"}, "service-api does not reach Proxy: no rule lets group ProxyGroup receive from service-api"},
	{"a service without a gateway", "required-connections", edits{"Network/PrivateARoute": "null", "Network/PrivateCRoute": "null"}, "service-api does not reach internet: no route to other networks in PrivateATable; no route to other networks in PrivateCTable"},
	{"a gateway without an address", "required-connections", edits{"Network/NatA ConnectivityType": `"private"`, "Network/NatC ConnectivityType": `"private"`}, "NatA has no public address"},
	{"a gateway without the internet", "required-connections", edits{"Network/IgwAttachment": "null"}, "Igw is attached to no VPC"},
	{"a gateway in a private subnet", "required-connections", edits{"Network/NatA SubnetId": `{"Ref": "IsolatedA"}`, "Network/NatC SubnetId": `{"Ref": "IsolatedC"}`}, "NatA is in a subnet that is isolated"},
	{"a proxy without a database", "required-connections", edits{"App/ProxyTargets DBClusterIdentifiers": "[]"}, "no proxy has a database"},
	{"a port that is not forwarded to", "required-connections", edits{"App/AdminTasks LoadBalancers 0 ContainerPort": "9090"}, "internet → Alb:443 (/admin, /admin/*) → admin-api:9090: Alb → admin-api: port 9090 is closed"},
	{"a service without requests", "required-connections", edits{"App/ServiceRule": "null"}, "no request reaches service-api"},
	{"another VPC", "required-connections", edits{"Network/Vpc2": `{"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}}`, "Network/IsolatedA VpcId": `{"Ref": "Vpc2"}`, "Network/IsolatedC VpcId": `{"Ref": "Vpc2"}`}, "they are in different VPCs"},

	{"a listener without TLS", "requests-over-tls", edits{"App/AlbHttps Protocol": `"HTTP"`}, "Alb:443 forwards without TLS"},
	{"a rule of the wrong listener", "requests-over-tls", edits{"App/AdminRule ListenerArn": `{"Ref": "AlbHttp"}`}, "Alb:80 forwards without TLS"},
	{"no rules", "requests-over-tls", edits{"App/AdminRule": "null", "App/ServiceRule": "null"}, "nothing is forwarded"},

	{"a rule that compares first", "admin-rate-limit", edits{"App/WebAcl Rules 0 Statement RateBasedStatement ScopeDownStatement OrStatement Statements 1 ByteMatchStatement TextTransformations": `[{"Priority": 0, "Type": "NONE"}]`}, "//admin/x reaches admin-api through Alb:443 and is not counted"},
	{"another path for the service", "admin-rate-limit", edits{"App/AdminRule Conditions 0 PathPatternConfig Values": `["/service*", "/manage*"]`, "App/AdminRule Priority": "5"}, "/service reaches admin-api through Alb:443 and is not counted"},
	{"a path that is no variant of /admin", "admin-rate-limit", edits{"App/AdminRule Conditions 0 PathPatternConfig Values": `["/admin", "/admin/*", "/manage/*"]`}, "/manage/x reaches admin-api through Alb:443 and is not counted"},
	{"a pattern that is too wide", "admin-rate-limit", edits{"App/AdminRule Conditions 0 PathPatternConfig Values 1": `"/admin*"`}, "/administrator reaches admin-api through Alb:443 and is not counted"},
	{"no association", "admin-rate-limit", edits{"App/WebAclAssociation": "null"}, "App/Alb has no web ACL"},
	{"a rule that counts only", "admin-rate-limit", edits{"App/WebAcl Rules 0 Action": `{"Count": {}}`}, "App/WebAcl: no rate rule blocks"},
	{"a rule that allows before", "admin-rate-limit", edits{"App/WebAcl Rules 1 Priority": "0", "App/WebAcl Rules 1 Action": `{"Allow": {}}`}, "App/WebAcl: rule Friends lets requests through before they are counted: it allows"},
	{"a second load balancer", "admin-rate-limit", second, "App/Alb2 has no web ACL"},
	{"a web ACL that moved", "admin-rate-limit", with(second, edits{"App/WebAclAssociation ResourceArn": `{"Ref": "Alb2"}`}), "App/Alb has no web ACL"},
	{"a service behind the other's paths", "admin-rate-limit", edits{"App/AdminTasks LoadBalancers": `[{"ContainerName": "admin-api", "ContainerPort": 8080, "TargetGroupArn": {"Ref": "AdminTargets"}}, {"ContainerName": "admin-api", "ContainerPort": 8080, "TargetGroupArn": {"Ref": "ServiceTargets"}}]`}, "/service reaches admin-api through Alb:443 and is not counted"},
	{"a web ACL that fails open", "admin-rate-limit", edits{"App/Alb LoadBalancerAttributes": `[{"Key": "waf.fail_open.enabled", "Value": "true"}]`}, "lets requests through when the web ACL does not answer"},
	{"a count by a header", "admin-rate-limit", edits{"App/WebAcl Rules 0 Statement RateBasedStatement AggregateKeyType": `"FORWARDED_IP"`}, "counts by FORWARDED_IP"},
	{"an unknown statement", "admin-rate-limit", edits{"App/WebAcl Rules 0 Statement RateBasedStatement ScopeDownStatement": `{"GeoMatchStatement": {}}`}, "GeoMatchStatement is not understood"},
	{"nothing to count", "admin-rate-limit", edits{"App/AdminRule": "null"}, "no path reaches admin-api"},

	{"one NAT route", "zone-loss", edits{"Network/PrivateCRoute": "null"}, "no route to other networks in PrivateCTable"},
	{"one gateway for both zones", "zone-loss", edits{"Network/PrivateARoute NatGatewayId": `{"Ref": "NatC"}`}, "without ap-northeast-2c: admin-api has its tasks: no task can start in ap-northeast-2a: NatC is in no zone that is left"},
	{"both instances in one zone", "zone-loss", edits{"App/AuroraReader AvailabilityZone": `"ap-northeast-2a"`}, "without ap-northeast-2a: Aurora has a writer: its only instance is there"},
	{"an instance in a zone that RDS chooses", "zone-loss", edits{"App/AuroraReader AvailabilityZone": "null"}, "AuroraReader has no zone of its own"},
	{"one node", "zone-loss", edits{"App/Redis NumCacheClusters": "1"}, "Redis has a primary: its only node is there"},
	{"both nodes in one zone", "zone-loss", edits{"App/Redis PreferredCacheClusterAZs": `["ap-northeast-2a", "ap-northeast-2a"]`}, "without ap-northeast-2a: Redis has a primary: all nodes are there"},
	{"no failover", "zone-loss", edits{"App/Redis AutomaticFailoverEnabled": "false"}, "no replica takes over by itself"},
	{"a service in one zone", "zone-loss", edits{"App/ServiceTasks " + network + "Subnets": "[" + imported("PrivateA") + "]"}, "without ap-northeast-2a: service-api has its tasks: all 2 run there"},
	{"one task", "zone-loss", edits{"App/AdminScaling MinCapacity": "1"}, "the last of 1 may run there"},
	{"a load balancer in one zone", "zone-loss", edits{"App/Alb Subnets": "[" + imported("PublicC") + "]"}, "without ap-northeast-2c: requests to Alb: it is in ap-northeast-2c only"},
	{"a proxy in one zone", "zone-loss", edits{"App/Proxy VpcSubnetIds": "[" + imported("IsolatedA") + "]"}, "Proxy accepts sessions: it is in ap-northeast-2a only"},
}
