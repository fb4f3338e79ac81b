package promises

func flowFaults() []fault {
	const group = "AWS::EC2::SecurityGroup"
	return []fault{
		{name: "a group in another stack", check: sevenGroups, change: put("Data/Helper", group, `{"GroupDescription": "x"}`), want: "Data/Helper"},
		{name: "a group by another name", check: sevenGroups, change: put("Network/Helper", group, `{"GroupDescription": "x", "VpcId": {"Ref": "Vpc"}}`), want: "Network/Helper"},
		{name: "a group without a description", check: sevenGroups, change: set("Network/Redis", `""`, "GroupDescription"), want: "Network/Redis has no description"},

		{name: "services that reach Aurora itself", check: flowsAreTheTable, change: put("Network/Shortcut", group+"Ingress", `{"GroupId": {"Fn::GetAtt": ["Aurora", "GroupId"]}, "SourceSecurityGroupId": {"Fn::GetAtt": ["ServiceApi", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), want: "no flow explains: into Aurora from ServiceApi tcp 5432"},
		{name: "a rule in another stack", check: flowsAreTheTable, change: put("Data/Shortcut", group+"Ingress", `{"GroupId": {"Fn::ImportValue": "AuroraGroup"}, "SourceSecurityGroupId": {"Fn::ImportValue": "BastionGroup"}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), want: "no flow explains: into Aurora from Bastion tcp 5432"},
		{name: "a port range", check: flowsAreTheTable, change: set("Network/ProxyFromServiceApi", `6000`, "ToPort"), want: "into Proxy from ServiceApi tcp 5432-6000"},
		{name: "another protocol", check: flowsAreTheTable, change: set("Network/ProxyFromServiceApi", `"-1"`, "IpProtocol"), want: "into Proxy from ServiceApi -1 5432"},
		{name: "a flow allowed at one end only", check: flowsAreTheTable, change: drop("Network/ServiceApiToRedis"), want: "found 0 rules, want 1: out of ServiceApi to Redis tcp 6379"},
		{name: "a flow allowed twice", check: flowsAreTheTable, change: put("Network/Again", group+"Egress", `{"GroupId": {"Fn::GetAtt": "Proxy.GroupId"}, "DestinationSecurityGroupId": {"Fn::GetAtt": "Aurora.GroupId"}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), want: "found 2 rules"},
		{name: "another port open to the internet", check: flowsAreTheTable, change: set("Network/Alb", `8080`, "SecurityGroupIngress", 0, "FromPort"), want: "into Alb from internet tcp 8080-80"},
		{name: "the internet by IPv6", check: flowsAreTheTable, change: set("Network/Alb", `{"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`, "SecurityGroupIngress", 0), want: "into Alb from ::/0 tcp 443"},
		{name: "a group swapped", check: flowsAreTheTable, change: set("Network/AuroraFromProxy", `{"Fn::GetAtt": ["AdminApi", "GroupId"]}`, "SourceSecurityGroupId"), want: "into Aurora from AdminApi"},
		{name: "egress to everywhere", check: flowsAreTheTable, change: set("Network/Redis", `[{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}]`, "SecurityGroupEgress"), want: "out of Redis to internet -1"},
		{name: "a real rule in the placeholder's place", check: flowsAreTheTable, change: set("Network/Redis", `"10.0.0.0/8"`, "SecurityGroupEgress", 0, "CidrIp"), want: "out of Redis to 10.0.0.0/8 icmp 252-86"},

		{name: "a group without egress rules", check: everyGroupLimitsEgress, change: set("Network/Redis", `null`, "SecurityGroupEgress"), want: "Network/Redis has no egress rule"},
		{name: "a group whose egress rules all stand beside it", check: everyGroupLimitsEgress, change: set("Network/Proxy", `[]`, "SecurityGroupEgress"), want: "Network/Proxy has no egress rule"},
		{name: "a rule without a reason", check: rulesHaveReasons, change: set("Network/AuroraFromProxy", `null`, "Description"), want: "Network/AuroraFromProxy"},
		{name: "a rule with the CDK's description", check: rulesHaveReasons, change: set("Network/Alb", `"from 0.0.0.0/0:80"`, "SecurityGroupIngress", 0, "Description"), want: "has no reason"},

		{name: "the database in the proxy's group", check: workloadsWearTheirGroup, change: set("Data/Aurora", `[{"Fn::ImportValue": "ProxyGroup"}]`, "VpcSecurityGroupIds"), want: "groups worn by AWS::RDS::DBCluster"},
		{name: "two groups on the cache", check: workloadsWearTheirGroup, change: set("Data/Redis", `[{"Fn::ImportValue": "RedisGroup"}, {"Fn::ImportValue": "AuroraGroup"}]`, "SecurityGroupIds"), want: "Redis and Aurora"},
		{name: "services in each other's group", check: workloadsWearTheirGroup, change: set("Compute/AdminApiService", `[{"Fn::ImportValue": "ServiceApiGroup"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"), want: "Compute/AdminApiService wears the group of ServiceApi"},
		{name: "a bastion without a group", check: workloadsWearTheirGroup, change: set("Data/Bastion", `null`, "SecurityGroupIds"), want: "groups worn by AWS::EC2::Instance"},
	}
}
