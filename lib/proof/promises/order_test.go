package promises

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

func orderBreaches() []breach {
	const service = "Compute/AdminApiReleaseService"
	return []breach{
		{"a task before it may be started", policiesComeFirst, in(after(service, "AdminApiTaskRolePolicy")), "AdminApiReleaseService does not depend on Compute/AdminApiExecutionRolePolicy"},
		{"a task before it may log in", policiesComeFirst, in(after(service, "AdminApiExecutionRolePolicy")), "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{"a task after its role only", policiesComeFirst, in(after(service, "AdminApiExecutionRole", "AdminApiTaskRole")), "Compute/AdminApiExecutionRolePolicy"},
		{"a proxy before it may read the secret", policiesComeFirst, in(after("Data/Proxy", "ProxyLogGroup", "ProxyRole")), "Data/Proxy does not depend on Data/ProxyRolePolicy"},
		{"an agent before it may open channels", policiesComeFirst, in(after("Data/Bastion", "BastionRole"), after("Data/BastionInstanceProfile")), "Data/Bastion does not depend on Data/BastionPolicy"},
		{"a function before it may write its log", policiesComeFirst, in(after("Compute/Finder", "FinderRole")), "Compute/Finder does not depend on Compute/FinderRolePolicy"},
		{"an actor of a new kind", policiesComeFirst, in(put("Data/Pipe", "AWS::Pipes::Pipe", `{"RoleArn": {"Fn::GetAtt": ["ProxyRole", "Arn"]}}`)), "Data/Pipe does not depend on Data/ProxyRolePolicy"},
		{"a managed policy that comes later", policiesComeFirst, in(put("Data/Late", "AWS::IAM::ManagedPolicy", `{"Roles": [{"Ref": "BastionRole"}]}`)), "Data/Bastion does not depend on Data/Late"},
		{"waiting by way of what may not exist", policiesComeFirst, in(
			after(service, "AdminApiExecutionRolePolicy", "ServiceApiReleaseService"),
			after("Compute/ServiceApiReleaseService", "ServiceApiExecutionRolePolicy", "ServiceApiTaskRolePolicy", "AdminApiTaskRolePolicy"),
		), "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{"a service before its rule", rulesComeFirst, in(after(service, "AdminApiExecutionRolePolicy", "AdminApiTaskRolePolicy")), "AdminApiReleaseService does not depend on Compute/AdminApiListenerRule"},
		{"a balancer before it may log", bucketPolicyComesFirst, in(after("Compute/Alb", "ReadersCpu", "Search")), "Compute/Alb does not depend on Compute/AccessLogsPolicy"},
		{"a bucket without a policy", bucketPolicyComesFirst, in(drop("Compute/AccessLogsPolicy")), "found 0 of policy of Compute/AccessLogs"},
		{"a route to a gateway that is not attached", gatewaysComeLater, in(after("Network/PublicADefaultRoute")), "Network/PublicADefaultRoute does not depend on Network/VpcVPCGW"},
		{"a gateway without a way out", gatewaysComeLater, in(after("Network/PublicANATGateway", "PublicARouteTableAssociation")), "Network/PublicANATGateway does not depend on Network/PublicADefaultRoute"},
		{"a gateway on the main route table", gatewaysComeLater, in(after("Network/PublicANATGateway", "PublicADefaultRoute")), "Network/PublicANATGateway does not depend on Network/PublicARouteTableAssociation"},
		{"a policy after its task", policiesComeFirst, in(after(service, "AdminApiExecutionRolePolicy"), after("Compute/AdminApiTaskRolePolicy", "AdminApiReleaseService")), "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
	}
}

func TestWaitingForOneThatWaitsIsEnough(t *testing.T) {
	t.Parallel()
	p := whole(t)
	after("Data/Bastion")(t, p) // its instance profile waits for the policy
	for _, finding := range (check.Promise{Check: policiesComeFirst}).Broken(p) {
		t.Error(finding)
	}
}
