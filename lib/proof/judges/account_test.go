package judges

import (
	"cmp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// statement is one statement of a policy, its texts as the template has them.
type statement struct {
	deny                                          bool
	actions, resources, principals                []string
	notActions, notResources, notPrincipals, whys []string
}

// guarded is a resource that has a policy, or would have one; a role's is its trust policy.
type guarded struct {
	kind, name string
	// arns are the ways to spell it.
	arns   []string
	policy []statement
}

// identity is a role with what its own policies say.
type identity struct {
	*guarded
	policy, boundary []statement
	bounded          bool
}

// account is what the templates say of who may do what.
type account struct {
	id    string
	roles map[string]*identity
	all   []*guarded
	// readable writes a text as the first evaluator does.
	readable *strings.Replacer
}

// nameOf is what the first evaluator calls a resource: the path of its construct.
func nameOf(r *assembly.Resource) string {
	path, _ := r.Metadata["aws:cdk:path"].(string)
	if path == "" {
		return r.Stack.ID + "/" + r.LogicalID
	}
	return strings.TrimSuffix(path, "/Resource")
}

// arnsOf are the spellings of a resource: by reference, and with the name that it has or
// that CloudFormation makes up.
func arnsOf(a *assembly.Assembly, r *assembly.Resource, account string) []string {
	token := r.Stack.ID + "/" + r.LogicalID
	arns := []string{"${" + token + ".Arn}", "${" + token + "}"}
	named := func(property, before, after string) {
		name := a.Text(r.Stack, r.At(property))
		if r.At(property) == nil {
			name = r.Stack.Name + "-" + r.LogicalID + "-0A1B2C3D4E5F"
		}
		arns = append(arns, before+name+after)
	}
	switch r.Type {
	case "AWS::IAM::Role":
		named("RoleName", "arn:aws:iam::"+account+":role/", "")
	case "AWS::SecretsManager::Secret":
		named("Name", "arn:aws:secretsmanager:"+r.Stack.Region+":"+account+":secret:", "-AbCdEf")
	case "AWS::KMS::Key":
		arns = append(arns, "arn:aws:kms:"+r.Stack.Region+":"+account+":key/0000-"+r.LogicalID)
	}
	return arns
}

// ownPolicies are the properties in which a resource has its policy itself.
var ownPolicies = map[string]string{
	"AWS::KMS::Key": "KeyPolicy", "AWS::IAM::Role": "AssumeRolePolicyDocument", "AWS::SecretsManager::Secret": "",
}

func readAccount(a *assembly.Assembly) *account {
	read := &account{id: cmp.Or(a.Stacks[0].Account, "${AWS::AccountId}"), roles: map[string]*identity{}}
	words := []string{read.id, "${AWS::AccountId}"}
	for _, s := range a.Stacks {
		for id, r := range s.Resources {
			words = append(words, "${"+s.ID+"/"+id+"}", "${"+nameOf(r)+"}", "${"+s.ID+"/"+id+".", "${"+nameOf(r)+".")
		}
	}
	read.readable = strings.NewReplacer(words...)
	user := "arn:aws:rds-db:" + a.Stacks[0].Region + ":" + read.id + ":dbuser:prx-1/admin"
	read.all = append(read.all, &guarded{kind: "database user", name: user, arns: []string{user}})
	found := map[*assembly.Resource]*guarded{}
	roles := map[*assembly.Resource]*identity{}
	for kind, property := range ownPolicies {
		for _, r := range a.OfType(kind) {
			g := &guarded{kind: kind, name: nameOf(r), arns: arnsOf(a, r, read.id), policy: read.statements(a, r, r.At(property))}
			found[r], read.all = g, append(read.all, g)
			if kind == "AWS::IAM::Role" {
				roles[r] = &identity{guarded: g}
				read.roles[g.name] = roles[r]
			}
		}
	}
	for _, r := range a.OfType("AWS::SecretsManager::ResourcePolicy") {
		secret, _ := a.Follow(r.Stack, r.At("SecretId"))
		found[secret.Resource].policy = append(found[secret.Resource].policy, read.statements(a, r, r.At("ResourcePolicy"))...)
	}
	for r, role := range roles {
		for i := range assembly.List(r.At("Policies")) {
			role.policy = append(role.policy, read.statements(a, r, r.At("Policies", i, "PolicyDocument"))...)
		}
		for _, arn := range assembly.List(r.At("ManagedPolicyArns")) {
			if managed, ok := a.Follow(r.Stack, arn); ok {
				role.policy = append(role.policy, read.statements(a, managed.Resource, managed.Resource.At("PolicyDocument"))...)
			}
		}
		if boundary, ok := a.Follow(r.Stack, r.At("PermissionsBoundary")); ok {
			role.bounded, role.boundary = true, read.statements(a, boundary.Resource, boundary.Resource.At("PolicyDocument"))
		}
	}
	for kind, property := range map[string]string{"AWS::IAM::Policy": "Roles", "AWS::IAM::ManagedPolicy": "Roles"} {
		for _, r := range a.OfType(kind) {
			for _, target := range a.References(r.Stack, r.At(property)) {
				if role := roles[target.Resource]; role != nil {
					role.policy = append(role.policy, read.statements(a, r, r.At("PolicyDocument"))...)
				}
			}
		}
	}
	return read
}

func (c *account) statements(a *assembly.Assembly, r *assembly.Resource, document any) []statement {
	var all []statement
	list := assembly.At(document, "Statement")
	if one, ok := list.(map[string]any); ok {
		list = []any{one}
	}
	for _, s := range assembly.List(list) {
		texts := func(element string) []string { return a.OneOrMany(r.Stack, assembly.At(s, element)) }
		who := func(element string) []string {
			by := assembly.Map(assembly.At(s, element))
			if by == nil {
				return texts(element)
			}
			var ids []string
			for kind, id := range by {
				for _, text := range a.OneOrMany(r.Stack, id) {
					ids = append(ids, strings.TrimPrefix(kind+" "+text, "AWS "))
				}
			}
			return ids
		}
		next := statement{
			deny: assembly.At(s, "Effect") == "Deny", actions: texts("Action"), notActions: texts("NotAction"), resources: texts("Resource"),
			notResources: texts("NotResource"), principals: who("Principal"), notPrincipals: who("NotPrincipal"),
		}
		for operator, keys := range assembly.Map(assembly.At(s, "Condition")) {
			for key, values := range assembly.Map(keys) {
				next.whys = append(next.whys, c.readable.Replace(operator+" "+key+" "+strings.Join(a.OneOrMany(r.Stack, values), ",")))
			}
		}
		all = append(all, next)
	}
	return all
}
