package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

const (
	readSecret = "secretsmanager:GetSecretValue"
	decrypt    = "kms:Decrypt"
)

// secretReadersHaveTheKey looks at what every role may do: without the key, the
// permission to read a secret ends in an error at run time only.
func secretReadersHaveTheKey(p Platform) []string {
	var f findings
	key := p.key(&f, dataKey)
	readers := 0
	for _, role := range p.OfType("AWS::IAM::Role") {
		reads := slices.ContainsFunc(p.identityStatements(role), func(s iampolicy.Statement) bool {
			return s.Effect == "Allow" && s.Covers(readSecret)
		})
		if !reads {
			continue
		}
		readers++
		if !p.mayUse(role, decrypt, key) {
			f.add("%s may %s, but not %s with %s", role, readSecret, decrypt, key)
		}
	}
	if readers == 0 {
		f.add("found no role that may read a secret")
	}
	return f
}

func principalsHaveTheirKeys(p Platform) []string {
	var f findings
	key := p.key(&f, dataKey)
	f.executionRoles(p, key)
	f.proxyRole(p, key)
	return f
}

// executionRoles checks the roles with which ECS fetches the secrets of a container.
func (f *findings) executionRoles(p Platform, key *assembly.Resource) {
	tasks := p.OfType("AWS::ECS::TaskDefinition")
	f.count(tasks, 2, "task definition")
	for _, task := range tasks {
		role := p.role(task, "ExecutionRoleArn")
		secrets := p.taskSecrets(task)
		f.count(secrets, 1, "secret of "+task.String())
		for _, secret := range secrets {
			if !p.mayUse(role, readSecret, secret) {
				f.add("%s of %s may not %s on %s", role, task, readSecret, secret)
			}
		}
		if !p.mayUse(role, decrypt, key) {
			f.add("%s of %s may not %s with %s", role, task, decrypt, key)
		}
	}
}

// taskSecrets returns the secrets that the containers of a task receive.
func (p Platform) taskSecrets(task *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, container := range assembly.List(task.At("ContainerDefinitions")) {
		for _, t := range p.References(task.Stack, assembly.At(container, "Secrets")) {
			if is(t.Resource, "AWS::SecretsManager::Secret") {
				found = append(found, t.Resource)
			}
		}
	}
	return found
}

// proxyRole checks the role with which the proxy reads the cluster's master
// secret, which RDS made and no template holds.
func (f *findings) proxyRole(p Platform, key *assembly.Resource) {
	proxies := p.OfType("AWS::RDS::DBProxy")
	f.count(proxies, 1, "database proxy")
	for _, proxy := range proxies {
		role := p.role(proxy, "RoleArn")
		if !p.mayUse(role, decrypt, key) {
			f.add("%s of %s may not %s with %s", role, proxy, decrypt, key)
		}
		secrets := assembly.List(proxy.At("Auth"))
		if len(secrets) == 0 {
			f.add("%s has no secret to log in with", proxy)
		}
		for _, auth := range secrets {
			arn := p.Text(proxy.Stack, assembly.At(auth, "SecretArn"))
			reads := slices.ContainsFunc(p.identityStatements(role), func(s iampolicy.Statement) bool {
				return s.Effect == "Allow" && s.Covers(readSecret) && slices.Contains(s.ResourceTexts(), arn)
			})
			if !reads {
				f.add("%s of %s may not %s on %s", role, proxy, readSecret, arn)
			}
		}
	}
}

// role returns the role that a property of r names, or nil.
func (p Platform) role(r *assembly.Resource, property string) *assembly.Resource {
	t, _ := p.Follow(r.Stack, r.At(property))
	if !is(t.Resource, "AWS::IAM::Role") {
		return nil
	}
	return t.Resource
}
