package lifecycle

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func stackBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a stack of another name", Check: stackNames, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Name = "data" }), Want: `want "chassis-prod-data"`},
		{Name: "a name without the instance", Check: stackNames, Change: checktest.As("prod", "dr"), Want: `want "chassis-prod-dr-data"`},
		{Name: "a fifth stack", Check: stackNames, Change: func(_ *testing.T, p *check.Platform) { p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Extra"}) }, Want: "stacks: got"},
		{Name: "Network after Security", Check: stackOrder, Change: checktest.Stack("Network", func(s *assembly.Stack) { s.DependsOn = []string{"Security"} }), Want: "stack Network deploys after"},
		{Name: "a reference to a later stack", Check: stackOrder, Change: checktest.Set("Security/WebAcl", `{"Fn::ImportValue": "chassis-prod-network:Vpc"}`, "Extra"), Want: "stack Security refers to"},
		{Name: "an import of nothing", Check: strongExports, Change: checktest.Set("Data/Bastion", `{"Fn::ImportValue": "chassis-prod-network:Nothing"}`, "SubnetId"), Want: "imports what no stack exports"},
		{Name: "a weak reference", Check: strongExports, Change: checktest.Set("Data/Bastion", `{"Fn::GetStackOutput": {"StackName": "x"}}`, "SubnetId"), Want: "reads an output of another stack"},
		{Name: "an export that collides", Check: strongExports, Change: checktest.Output("Data", "Extra", `{"Value": "x", "Export": {"Name": "shared"}}`), Want: "could collide"},
		{Name: "an exported cluster", Check: clusterIsNotExported, Change: checktest.Output("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "Export": {"Name": "chassis-prod-data:Aurora"}}`), Want: "exports Endpoint.Address of Data/Aurora"},
		{Name: "an exported master secret", Check: clusterIsNotExported, Change: checktest.Output("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora", "MasterUserSecret.SecretArn"]}, "Export": {"Name": "chassis-prod-data:Secret"}}`), Want: "MasterUserSecret.SecretArn"},
		{Name: "a name of all environments", Check: physicalNames, Change: checktest.Set("Compute/Alb", `"chassis"`, "Name"), Want: "another environment could have too"},
		{Name: "a name of all instances", Check: physicalNames, Change: checktest.As("prod", "dr"), Want: `is named "chassis/prod/service"`},
		{Name: "two of one name", Check: physicalNames, Change: checktest.Set("Compute/AdminApiLogGroup", `"/chassis/prod/service-api"`, "LogGroupName"), Want: "both named"},
		{Name: "a balancer with a long name", Check: nameLengths, Change: checktest.Set("Compute/Alb", `"chassis-staging-a-long-instance-name-alb"`, "Name"), Want: "AWS takes 32"},
	}
}

func outputBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "an output without words", Check: outputsAreDescribed, Change: checktest.Output("Compute", "Url", `{"Value": "https://prod.chassis.example.com"}`), Want: "output Url of stack Compute"},
		{Name: "no URL", Check: computeOutputs, Change: checktest.Output("Compute", "Url", `null`), Want: "are the URL of a domain"},
		{Name: "a URL without a domain", Check: computeOutputs, Change: checktest.Output("Compute", "Url", `{"Value": "https://"}`), Want: "are the URL of a domain"},
		{Name: "no DNS name", Check: computeOutputs, Change: checktest.Output("Compute", "LoadBalancerDnsName", `null`), Want: "outputs of stack Compute"},
		{Name: "one repository", Check: repositoryOutputs, Change: checktest.Output("Security", "AdminImagesUri", `null`), Want: "outputs of stack Security"},
		{Name: "no reader endpoint", Check: dataOutputs, Change: checktest.Output("Data", "ReaderEndpoint", `null`), Want: "outputs of stack Data"},
		{Name: "a secret as output", Check: dataOutputs, Change: checktest.Output("Data", "Extra", `{"Value": {"Ref": "RedisAuthToken"}}`), Want: "RedisAuthToken"},
		{Name: "a third command", Check: dataOutputs, Change: checktest.Output("Data", "Extra", `{"Value": "aws rds reboot-db-cluster"}`), Want: "3 outputs of stack Data are commands"},
	}
}
