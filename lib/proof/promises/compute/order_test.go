package compute

import (
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
)

func orderBreaches() []checktest.Breach {
	const service = "Compute/AdminApiReleaseService"
	return []checktest.Breach{
		{Name: "a task before it may be started", Check: policiesComeFirst, Change: checktest.After(service, "AdminApiTaskRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiExecutionRolePolicy"},
		{Name: "a task before it may log in", Check: policiesComeFirst, Change: checktest.After(service, "AdminApiExecutionRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{Name: "a task after its role only", Check: policiesComeFirst, Change: checktest.After(service, "AdminApiExecutionRole", "AdminApiTaskRole"), Want: "Compute/AdminApiExecutionRolePolicy"},
		{Name: "a proxy before it may read the secret", Check: policiesComeFirst, Change: checktest.After("Data/Proxy", "ProxyLogGroup", "ProxyRole"), Want: "Data/Proxy does not depend on Data/ProxyRolePolicy"},
		{Name: "an agent before it may open channels", Check: policiesComeFirst, Change: checktest.Changes(checktest.After("Data/Bastion", "BastionRole"), checktest.After("Data/BastionInstanceProfile")), Want: "Data/Bastion does not depend on Data/BastionPolicy"},
		{Name: "a function before it may write its log", Check: policiesComeFirst, Change: checktest.After("Compute/Finder", "FinderRole"), Want: "Compute/Finder does not depend on Compute/FinderRolePolicy"},
		{Name: "an actor of a new kind", Check: policiesComeFirst, Change: checktest.Put("Data/Pipe", "AWS::Pipes::Pipe", `{"RoleArn": {"Fn::GetAtt": ["ProxyRole", "Arn"]}}`), Want: "Data/Pipe does not depend on Data/ProxyRolePolicy"},
		{Name: "a managed policy that comes later", Check: policiesComeFirst, Change: checktest.Put("Data/Late", "AWS::IAM::ManagedPolicy", `{"Roles": [{"Ref": "BastionRole"}]}`), Want: "Data/Bastion does not depend on Data/Late"},
		{Name: "waiting by way of what may not exist", Check: policiesComeFirst, Change: checktest.Changes(
			checktest.After(service, "AdminApiExecutionRolePolicy", "ServiceApiReleaseService"),
			checktest.After("Compute/ServiceApiReleaseService", "ServiceApiExecutionRolePolicy", "ServiceApiTaskRolePolicy", "AdminApiTaskRolePolicy"),
		), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
		{Name: "a service before its rule", Check: rulesComeFirst, Change: checktest.After(service, "AdminApiExecutionRolePolicy", "AdminApiTaskRolePolicy"), Want: "AdminApiReleaseService does not depend on Compute/AdminApiListenerRule"},
		{Name: "a balancer before it may log", Check: bucketPolicyComesFirst, Change: checktest.After("Compute/Alb", "ReadersCpu", "Search"), Want: "Compute/Alb does not depend on Compute/AccessLogsPolicy"},
		{Name: "a bucket without a policy", Check: bucketPolicyComesFirst, Change: checktest.Drop("Compute/AccessLogsPolicy"), Want: "found 0 of policy of Compute/AccessLogs"},
		{Name: "a route to a gateway that is not attached", Check: gatewaysComeLater, Change: checktest.After("Network/PublicADefaultRoute"), Want: "Network/PublicADefaultRoute does not depend on Network/VpcVPCGW"},
		{Name: "a gateway without a way out", Check: gatewaysComeLater, Change: checktest.After("Network/PublicANATGateway", "PublicARouteTableAssociation"), Want: "Network/PublicANATGateway does not depend on Network/PublicADefaultRoute"},
		{Name: "a gateway on the main route table", Check: gatewaysComeLater, Change: checktest.After("Network/PublicANATGateway", "PublicADefaultRoute"), Want: "Network/PublicANATGateway does not depend on Network/PublicARouteTableAssociation"},
		{Name: "a policy after its task", Check: policiesComeFirst, Change: checktest.Changes(checktest.After(service, "AdminApiExecutionRolePolicy"), checktest.After("Compute/AdminApiTaskRolePolicy", "AdminApiReleaseService")), Want: "AdminApiReleaseService does not depend on Compute/AdminApiTaskRolePolicy"},
	}
}

func TestWaitingForOneThatWaitsIsEnough(t *testing.T) {
	t.Parallel()
	p := checktest.Whole.As(t, "")
	checktest.After("Data/Bastion")(t, p) // its instance profile waits for the policy
	for _, finding := range checktest.Broken(policiesComeFirst, p) {
		t.Error(finding)
	}
}
