package security

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// mayUse says whether a role's own policies allow an action on a resource.
func mayUse(v *check.Review, role *assembly.Resource, action string, on *assembly.Resource) bool {
	return slices.ContainsFunc(iampolicy.OfRole(v.Assembly, role), func(s iampolicy.Statement) bool { return s.Allows(action, on) })
}

// secretReadersHaveTheKey looks at what every role may do: without the key, the
// permission to read a secret ends in an error at run time only.
func secretReadersHaveTheKey(v *check.Review) {
	key := parts.Key(v, parts.DataKey)
	readers := 0
	for _, role := range v.OfType("AWS::IAM::Role") {
		reads := slices.ContainsFunc(iampolicy.OfRole(v.Assembly, role), func(s iampolicy.Statement) bool {
			return s.Effect == "Allow" && s.Covers("secretsmanager:GetSecretValue")
		})
		if !reads {
			continue
		}
		readers++
		if !mayUse(v, role, parts.Decrypt, key) {
			v.Add("%s may %s, but not %s with %s", role, "secretsmanager:GetSecretValue", parts.Decrypt, key)
		}
	}
	if readers == 0 {
		v.Add("found no role that may read a secret")
	}
}

func principalsHaveTheirKeys(v *check.Review) {
	key := parts.Key(v, parts.DataKey)
	executionRoles(v, key)
	proxyReadsItsSecret(v, key)
}

// executionRoles checks the roles with which ECS fetches the secrets of a container.
func executionRoles(v *check.Review, key *assembly.Resource) {
	for _, task := range v.Exactly(2, "AWS::ECS::TaskDefinition") {
		role := roleOf(v, task, "ExecutionRoleArn")
		secrets := secretsOf(v, task)
		v.Count(secrets, 1, "secret of "+task.String())
		for _, secret := range secrets {
			if !mayUse(v, role, "secretsmanager:GetSecretValue", secret) {
				v.Add("%s of %s may not %s on %s", role, task, "secretsmanager:GetSecretValue", secret)
			}
		}
		if !mayUse(v, role, parts.Decrypt, key) {
			v.Add("%s of %s may not %s with %s", role, task, parts.Decrypt, key)
		}
	}
}

// secretsOf returns the secrets that the containers of a task receive.
func secretsOf(v *check.Review, task *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, container := range assembly.List(task.At("ContainerDefinitions")) {
		for _, t := range v.References(task.Stack, assembly.At(container, "Secrets")) {
			if check.Is(t.Resource, "AWS::SecretsManager::Secret") {
				found = append(found, t.Resource)
			}
		}
	}
	return found
}

// proxyReadsItsSecret checks the role with which the proxy reads the cluster's master
// secret, which RDS made and no template holds.
func proxyReadsItsSecret(v *check.Review, key *assembly.Resource) {
	for _, proxy := range v.Exactly(1, "AWS::RDS::DBProxy") {
		role := roleOf(v, proxy, "RoleArn")
		if !mayUse(v, role, parts.Decrypt, key) {
			v.Add("%s of %s may not %s with %s", role, proxy, parts.Decrypt, key)
		}
		secrets := assembly.List(proxy.At("Auth"))
		if len(secrets) == 0 {
			v.Add("%s has no secret to log in with", proxy)
		}
		for _, auth := range secrets {
			arn := v.Text(proxy.Stack, assembly.At(auth, "SecretArn"))
			reads := slices.ContainsFunc(iampolicy.OfRole(v.Assembly, role), func(s iampolicy.Statement) bool {
				return s.Effect == "Allow" && s.Covers("secretsmanager:GetSecretValue") && slices.Contains(s.ResourceTexts(), arn)
			})
			if !reads {
				v.Add("%s of %s may not %s on %s", role, proxy, "secretsmanager:GetSecretValue", arn)
			}
		}
	}
}

// roleOf returns the role that a property of r names, or nil.
func roleOf(v *check.Review, r *assembly.Resource, property string) *assembly.Resource {
	t, _ := v.Follow(r.Stack, r.At(property))
	if !check.Is(t.Resource, "AWS::IAM::Role") {
		return nil
	}
	return t.Resource
}
