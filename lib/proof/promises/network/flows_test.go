package network

import "example.com/chassis/lib/proof/promises/checktest"

func flowBreaches() []checktest.Breach {
	const group = "AWS::EC2::SecurityGroup"
	return []checktest.Breach{
		{Name: "a group in another stack", Check: sevenGroups, Change: checktest.Put("Data/Helper", group, `{"GroupDescription": "x"}`), Want: "Data/Helper"},
		{Name: "a group by another name", Check: sevenGroups, Change: checktest.Put("Network/Helper", group, `{"GroupDescription": "x", "VpcId": {"Ref": "Vpc"}}`), Want: "Network/Helper"},
		{Name: "a group without a description", Check: sevenGroups, Change: checktest.Set("Network/Redis", `""`, "GroupDescription"), Want: "Network/Redis has no description"},

		{Name: "services that reach Aurora itself", Check: flowsAreTheTable, Change: checktest.Put("Network/Shortcut", group+"Ingress", `{"GroupId": {"Fn::GetAtt": ["Aurora", "GroupId"]}, "SourceSecurityGroupId": {"Fn::GetAtt": ["ServiceApi", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), Want: "no flow explains: into Aurora from ServiceApi tcp 5432"},
		{Name: "a rule in another stack", Check: flowsAreTheTable, Change: checktest.Put("Data/Shortcut", group+"Ingress", `{"GroupId": {"Fn::ImportValue": "AuroraGroup"}, "SourceSecurityGroupId": {"Fn::ImportValue": "BastionGroup"}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), Want: "no flow explains: into Aurora from Bastion tcp 5432"},
		{Name: "a port range", Check: flowsAreTheTable, Change: checktest.Set("Network/ProxyFromServiceApi", `6000`, "ToPort"), Want: "into Proxy from ServiceApi tcp 5432-6000"},
		{Name: "another protocol", Check: flowsAreTheTable, Change: checktest.Set("Network/ProxyFromServiceApi", `"-1"`, "IpProtocol"), Want: "into Proxy from ServiceApi everything"},
		{Name: "a flow allowed at one end only", Check: flowsAreTheTable, Change: checktest.Drop("Network/ServiceApiToRedis"), Want: "found 0 rules, want 1: out of ServiceApi to Redis tcp 6379"},
		{Name: "a flow allowed twice", Check: flowsAreTheTable, Change: checktest.Put("Network/Again", group+"Egress", `{"GroupId": {"Fn::GetAtt": "Proxy.GroupId"}, "DestinationSecurityGroupId": {"Fn::GetAtt": "Aurora.GroupId"}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}`), Want: "found 2 rules"},
		{Name: "another port open to the internet", Check: flowsAreTheTable, Change: checktest.Set("Network/Alb", `8080`, "SecurityGroupIngress", 0, "FromPort"), Want: "into Alb from 0.0.0.0/0 traffic that cannot be read"},
		{Name: "the internet by IPv6", Check: flowsAreTheTable, Change: checktest.Set("Network/Alb", `{"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}`, "SecurityGroupIngress", 0), Want: "into Alb from ::/0 tcp 443"},
		{Name: "a group swapped", Check: flowsAreTheTable, Change: checktest.Set("Network/AuroraFromProxy", `{"Fn::GetAtt": ["AdminApi", "GroupId"]}`, "SourceSecurityGroupId"), Want: "into Aurora from AdminApi"},
		{Name: "egress to everywhere", Check: flowsAreTheTable, Change: checktest.Set("Network/Redis", `[{"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"}]`, "SecurityGroupEgress"), Want: "out of Redis to 0.0.0.0/0 everything"},
		{Name: "a real rule in the placeholder's place", Check: flowsAreTheTable, Change: checktest.Set("Network/Redis", `"10.0.0.0/8"`, "SecurityGroupEgress", 0, "CidrIp"), Want: "out of Redis to 10.0.0.0/8 icmp"},

		{Name: "a group without egress rules", Check: flowsAreTheTable, Change: checktest.Set("Network/Redis", `null`, "SecurityGroupEgress"), Want: "no flow explains: out of Redis to 0.0.0.0/0 everything"},
		{Name: "a group whose egress rules all stand beside it", Check: flowsAreTheTable, Change: checktest.Set("Network/Proxy", `[]`, "SecurityGroupEgress"), Want: "no flow explains: out of Proxy to 0.0.0.0/0 everything"},
		{Name: "a rule without a reason", Check: rulesHaveReasons, Change: checktest.Set("Network/AuroraFromProxy", `null`, "Description"), Want: "Network/AuroraFromProxy"},
		{Name: "a rule with the CDK's description", Check: rulesHaveReasons, Change: checktest.Set("Network/Alb", `"from 0.0.0.0/0:80"`, "SecurityGroupIngress", 0, "Description"), Want: "has no reason"},

		{Name: "the database in the proxy's group", Check: workloadsHaveTheirGroup, Change: checktest.Set("Data/Aurora", `[{"Fn::ImportValue": "ProxyGroup"}]`, "VpcSecurityGroupIds"), Want: "security groups of AWS::RDS::DBCluster"},
		{Name: "two groups on the cache", Check: workloadsHaveTheirGroup, Change: checktest.Set("Data/Redis", `[{"Fn::ImportValue": "RedisGroup"}, {"Fn::ImportValue": "AuroraGroup"}]`, "SecurityGroupIds"), Want: "Redis and Aurora"},
		{Name: "services in each other's group", Check: workloadsHaveTheirGroup, Change: checktest.Set("Compute/AdminApiService", `[{"Fn::ImportValue": "ServiceApiGroup"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"), Want: "Compute/AdminApiService has the group of ServiceApi"},
		{Name: "a bastion without a group", Check: workloadsHaveTheirGroup, Change: checktest.Set("Data/Bastion", `null`, "SecurityGroupIds"), Want: "security groups of AWS::EC2::Instance"},
	}
}
