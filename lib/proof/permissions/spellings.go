package permissions

import (
	"cmp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// A policy may name a role or a secret by its ARN instead of a reference, where the
// template gives it a name, and a pattern may match the name that CloudFormation makes up.

// spelled is the ARN of a resource as a pattern; empty where a policy can only refer to it.
func spelled(a *assembly.Assembly, r *assembly.Resource) string {
	account := cmp.Or(r.Stack.Account, ownAccount)
	switch r.Type {
	case "AWS::IAM::Role":
		name := r.Stack.Name + "-" + r.LogicalID + "-*"
		if r.At("RoleName") != nil {
			name = a.Text(r.Stack, r.At("RoleName"))
		}
		path, _ := r.At("Path").(string)
		return "arn:aws:iam::" + account + ":role" + cmp.Or(path, "/") + name
	case "AWS::SecretsManager::Secret":
		arn := "arn:aws:secretsmanager:" + r.Stack.Region + ":" + account + ":secret:"
		if r.At("Name") == nil {
			return arn + "${" + r.String() + "}"
		}
		// Six characters follow a secret's name.
		// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
		return arn + a.Text(r.Stack, r.At("Name")) + "-??????"
	}
	return ""
}

// arn is how to spell what a text refers to; empty where there is no other way.
func (n names) arn(reference string) string {
	if parts := token.FindStringSubmatch(reference); parts != nil && parts[0] == reference && (parts[2] == "" || parts[2] == ".Arn") {
		return n.arns[parts[1]]
	}
	return ""
}

// spellings are patterns with the other ways to spell them.
func (n names) spellings(patterns ...iampolicy.Pattern) []iampolicy.Pattern {
	all := slices.Clone(patterns)
	for _, p := range patterns {
		if arn := n.arn(p.Text); arn != "" {
			all = append(all, iampolicy.Pattern{Element: p.Element, Text: arn})
		}
		for name, arn := range n.arns {
			if p.Text == arn {
				all = append(all, iampolicy.Pattern{Element: p.Element, Text: "${" + name + ".Arn}"}, iampolicy.Pattern{Element: p.Element, Text: "${" + name + "}"})
			}
		}
	}
	return all
}

// roleOf is the name of the role whose ARN a text is; empty when the templates have none.
func (n names) roleOf(arn string) string {
	if strings.ContainsAny(arn, "*?") {
		return ""
	}
	for name, known := range n.arns {
		if n.readableAccount(known) == arn {
			return n.path(name)
		}
	}
	return ""
}
