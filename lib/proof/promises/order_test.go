package promises

import "testing"

func orderBreaches() []Breach {
	const service = "Compute/AdminApiReleaseService"
	return []Breach{
		{Name: "a task before it may be started", Check: policiesComeFirst, Change: After(service, "AdminApiTaskRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiExecutionRolePolicy"},
		{Name: "a task before it may log in", Check: policiesComeFirst, Change: After(service, "AdminApiExecutionRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{Name: "a task after its role only", Check: policiesComeFirst, Change: After(service, "AdminApiExecutionRole", "AdminApiTaskRole"), Want: "Compute/AdminApiExecutionRolePolicy"},
		{Name: "a proxy before it may read the secret", Check: policiesComeFirst, Change: After("Data/Proxy", "ProxyLogGroup", "ProxyRole"), Want: "Data/Proxy does not depend on Data/ProxyRolePolicy"},
		{Name: "an agent before it may open channels", Check: policiesComeFirst, Change: Changes(After("Data/Bastion", "BastionRole"), After("Data/BastionInstanceProfile")), Want: "Data/Bastion does not depend on Data/BastionPolicy"},
		{Name: "a function before it may write its log", Check: policiesComeFirst, Change: After("Compute/Finder", "FinderRole"), Want: "Compute/Finder does not depend on Compute/FinderRolePolicy"},
		{Name: "an actor of a new kind", Check: policiesComeFirst, Change: Put("Data/Pipe", "AWS::Pipes::Pipe", `{"RoleArn": {"Fn::GetAtt": ["ProxyRole", "Arn"]}}`), Want: "Data/Pipe does not depend on Data/ProxyRolePolicy"},
		{Name: "a managed policy that comes later", Check: policiesComeFirst, Change: Put("Data/Late", "AWS::IAM::ManagedPolicy", `{"Roles": [{"Ref": "BastionRole"}]}`), Want: "Data/Bastion does not depend on Data/Late"},
		{Name: "waiting by way of what may not exist", Check: policiesComeFirst, Change: Changes(
			After(service, "AdminApiExecutionRolePolicy", "ServiceApiReleaseService"),
			After("Compute/ServiceApiReleaseService", "ServiceApiExecutionRolePolicy", "ServiceApiTaskRolePolicy", "AdminApiTaskRolePolicy"),
		), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{Name: "a service before its rule", Check: rulesComeFirst, Change: After(service, "AdminApiExecutionRolePolicy", "AdminApiTaskRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiListenerRule"},
		{Name: "a balancer before it may log", Check: bucketPolicyComesFirst, Change: After("Compute/Alb", "ReadersCpu", "Search"), Want: "Compute/Alb does not depend on Compute/AccessLogsPolicy"},
		{Name: "a bucket without a policy", Check: bucketPolicyComesFirst, Change: Drop("Compute/AccessLogsPolicy"), Want: "found 0 of policy of Compute/AccessLogs"},
		{Name: "a route to a gateway that is not attached", Check: gatewaysComeLater, Change: After("Network/PublicADefaultRoute"), Want: "Network/PublicADefaultRoute does not depend on Network/VpcVPCGW"},
		{Name: "a gateway without a way out", Check: gatewaysComeLater, Change: After("Network/PublicANATGateway", "PublicARouteTableAssociation"), Want: "Network/PublicANATGateway does not depend on Network/PublicADefaultRoute"},
		{Name: "a gateway on the main route table", Check: gatewaysComeLater, Change: After("Network/PublicANATGateway", "PublicADefaultRoute"), Want: "Network/PublicANATGateway does not depend on Network/PublicARouteTableAssociation"},
		{Name: "a policy after its task", Check: policiesComeFirst, Change: Changes(After(service, "AdminApiExecutionRolePolicy"), After("Compute/AdminApiTaskRolePolicy", "AdminApiReleaseService")), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
	}
}

func TestWaitingForOneThatWaitsIsEnough(t *testing.T) {
	t.Parallel()
	p := Whole.As(t, "")
	After("Data/Bastion")(t, p) // its instance profile waits for the policy
	for _, finding := range Broken(policiesComeFirst, p) {
		t.Error(finding)
	}
}
