package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// ProxyUser is the ARN by which IAM knows a database user behind a proxy. The
// proxy's own id is the last part of its ARN.
func ProxyUser(v *check.Review, s *assembly.Stack, proxy *assembly.Resource, user string) string {
	id := "${Fn::Select 6 of ${Fn::Split : of " + check.Token(proxy, "DBProxyArn") + "}}"
	return "arn:aws:rds-db:" + v.Settings.Region + ":" + check.Account(s) + ":dbuser:" + id + "/" + user
}

// DatabasePolicies are the outputs of the Data stack that name a policy for people, each
// with the database user as whom it lets them log in.
func DatabasePolicies(v *check.Review) map[string]string {
	return map[string]string{"DatabaseReadPolicy": config.ReadOnlyRole, "DatabaseAdminPolicy": v.Settings.AdministratorRole()}
}

// DatabasePolicy is the policy that an output of the Data stack names.
func DatabasePolicy(v *check.Review, output string) *assembly.Resource {
	v = v.Lookup()
	stack := v.Stack("Data")
	t, _ := v.Follow(stack, assembly.At(stack.Outputs[output], "Value"))
	if !check.Is(t.Resource, "AWS::IAM::ManagedPolicy") {
		v.Add("output %s of stack Data names no managed policy", output)
		return nil
	}
	return t.Resource
}

// RedisToken returns the secret that a replication group takes its token from.
func RedisToken(v *check.Review, group *assembly.Resource) *assembly.Resource {
	if group == nil {
		return nil
	}
	for _, t := range v.References(group.Stack, group.At("AuthToken")) {
		if t.Resource != nil && t.Resource.Type == "AWS::SecretsManager::Secret" {
			return t.Resource
		}
	}
	v.Lookup().Add("found no secret of the token of %s", group)
	return nil
}

// ProxyEndpoints is one where there is a reader to reach.
func ProxyEndpoints(v *check.Review) int {
	if v.Settings.HasReaders() {
		return 1
	}
	return 0
}
