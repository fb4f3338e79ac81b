package promises

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
)

// statement is one statement of a policy with everything in it as plain text.
// The inverted forms keep their name in the text ("NotAction s3:*"), so that no
// comparison takes them for a grant.
type statement struct {
	// Source is the resource whose template holds the statement.
	Source *assembly.Resource
	Effect string
	// Actions and Resources are as assembly.Text renders them.
	Actions, Resources []string
	// Principals read "Service logs.amazonaws.com", "AWS arn:…" or "*".
	Principals []string
	// Conditions read "StringEquals aws:SourceAccount ${AWS::AccountId}", sorted.
	Conditions []string
}

// String shows the statement for a message.
func (s statement) String() string {
	return fmt.Sprintf("%s: %s %v to %v on %v if %v", s.Source, s.Effect, s.Actions, s.Principals, s.Resources, s.Conditions)
}

// allows says whether the statement grants an action on a resource, named by
// itself or by a wildcard for all. Conditions are the caller's to judge.
func (s statement) allows(action string, on *assembly.Resource) bool {
	return s.Effect == "Allow" && s.covers(action) && s.names(on)
}

// covers says whether the action is among the statement's, wildcards expanded.
func (s statement) covers(action string) bool {
	return slices.ContainsFunc(s.Actions, func(pattern string) bool {
		return wildcardMatch(strings.ToLower(pattern), strings.ToLower(action))
	})
}

// names says whether the statement's resources are all, or include r by its ARN.
func (s statement) names(r *assembly.Resource) bool {
	return slices.ContainsFunc(s.Resources, func(text string) bool {
		return text == "*" || text == "${"+r.String()+".Arn}" || text == "${"+r.String()+"}"
	})
}

// refusesPlain says whether the statement refuses everybody an action on r without TLS.
func (s statement) refusesPlain(action string, r *assembly.Resource) bool {
	everybody := slices.Contains(s.Principals, "*") || slices.Contains(s.Principals, "AWS *")
	return s.Effect == "Deny" && everybody && s.covers(action) && s.names(r) &&
		slices.Equal(s.Conditions, []string{"Bool aws:SecureTransport false"})
}

// statements decodes a policy document in a property of r.
func (p Platform) statements(r *assembly.Resource, document any) []statement {
	var found []statement
	list := assembly.List(assembly.At(document, "Statement"))
	if list == nil && assembly.Map(assembly.At(document, "Statement")) != nil {
		list = []any{assembly.At(document, "Statement")}
	}
	for _, item := range list {
		s := statement{Source: r}
		s.Effect, _ = assembly.At(item, "Effect").(string)
		s.Actions = p.either(r, item, "Action")
		s.Resources = p.either(r, item, "Resource")
		s.Principals = append(p.principals(r, "", assembly.At(item, "Principal")),
			p.principals(r, "NotPrincipal ", assembly.At(item, "NotPrincipal"))...)
		s.Conditions = p.conditions(r, assembly.At(item, "Condition"))
		found = append(found, s)
	}
	return found
}

// either reads Action or NotAction, Resource or NotResource.
func (p Platform) either(r *assembly.Resource, item any, key string) []string {
	texts := p.oneOrMany(r, assembly.At(item, key))
	for _, text := range p.oneOrMany(r, assembly.At(item, "Not"+key)) {
		texts = append(texts, "Not"+key+" "+text)
	}
	return texts
}

// oneOrMany renders a policy's value, which may be a list or stand alone.
func (p Platform) oneOrMany(r *assembly.Resource, v any) []string {
	if v == nil {
		return nil
	}
	list := assembly.List(v)
	if list == nil {
		list = []any{v}
	}
	var texts []string
	for _, item := range list {
		texts = append(texts, p.Text(r.Stack, item))
	}
	return texts
}

func (p Platform) principals(r *assembly.Resource, prefix string, v any) []string {
	if everyone, ok := v.(string); ok {
		return []string{prefix + everyone}
	}
	var texts []string
	kinds := assembly.Map(v)
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for _, text := range p.oneOrMany(r, kinds[kind]) {
			texts = append(texts, prefix+kind+" "+text)
		}
	}
	return texts
}

func (p Platform) conditions(r *assembly.Resource, v any) []string {
	var texts []string
	operators := assembly.Map(v)
	for _, operator := range slices.Sorted(maps.Keys(operators)) {
		keys := assembly.Map(operators[operator])
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			values := strings.Join(p.oneOrMany(r, keys[key]), ",")
			texts = append(texts, operator+" "+key+" "+values)
		}
	}
	return texts
}

// identityStatements returns what a role may do by its own policies: written
// into the role, attached to it, or managed. Managed policies of AWS are not in
// a template; managedPolicies names them.
func (p Platform) identityStatements(role *assembly.Resource) []statement {
	var found []statement
	for _, inline := range assembly.List(role.At("Policies")) {
		found = append(found, p.statements(role, assembly.At(inline, "PolicyDocument"))...)
	}
	for _, policy := range p.attachedPolicies(role) {
		found = append(found, p.statements(policy, policy.At("PolicyDocument"))...)
	}
	return found
}

// attachedPolicies returns the policies of a role that are resources of their own.
func (p Platform) attachedPolicies(role *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, t := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
		for _, policy := range p.OfType(t) {
			if p.listed(policy, policy.At("Roles"), role) || p.listed(role, role.At("ManagedPolicyArns"), policy) {
				found = append(found, policy)
			}
		}
	}
	return found
}

// managedPolicies returns the ARNs of policies of a role that no template holds.
func (p Platform) managedPolicies(role *assembly.Resource) []string {
	var found []string
	for _, item := range assembly.List(role.At("ManagedPolicyArns")) {
		if _, ok := p.Follow(role.Stack, item); !ok {
			found = append(found, p.Text(role.Stack, item))
		}
	}
	return found
}

// resourceStatements returns the policy of a resource: its own property (a key,
// a repository), or that of a policy resource which names it (a topic, a queue,
// a bucket, a secret).
func (p Platform) resourceStatements(r *assembly.Resource) []statement {
	found := p.statements(r, r.At("KeyPolicy"))
	found = append(found, p.statements(r, r.At("RepositoryPolicyText"))...)
	for _, kind := range []struct{ policy, document, of string }{
		{"AWS::SNS::TopicPolicy", "PolicyDocument", "Topics"},
		{"AWS::SQS::QueuePolicy", "PolicyDocument", "Queues"},
		{"AWS::S3::BucketPolicy", "PolicyDocument", "Bucket"},
		{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", "SecretId"},
	} {
		for _, policy := range p.OfType(kind.policy) {
			if p.listed(policy, policy.At(kind.of), r) {
				found = append(found, p.statements(policy, policy.At(kind.document))...)
			}
		}
	}
	return found
}

// mayUse says whether a role's own policies allow an action on a resource.
func (p Platform) mayUse(role *assembly.Resource, action string, on *assembly.Resource) bool {
	return slices.ContainsFunc(p.identityStatements(role), func(s statement) bool { return s.allows(action, on) })
}

// listed says whether v, a reference in the template of from or a list of them,
// refers to r.
func (p Platform) listed(from *assembly.Resource, v any, r *assembly.Resource) bool {
	if from == nil || r == nil {
		return false
	}
	list := assembly.List(v)
	if list == nil {
		list = []any{v}
	}
	return slices.ContainsFunc(list, func(item any) bool {
		t, ok := p.Follow(from.Stack, item)
		return ok && t.Resource == r
	})
}

// wildcardMatch matches a policy's pattern, in which * is any text and ? one character.
func wildcardMatch(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	switch {
	case pattern[0] == '*':
		return wildcardMatch(pattern[1:], text) || text != "" && wildcardMatch(pattern, text[1:])
	case text != "" && (pattern[0] == '?' || pattern[0] == text[0]):
		return wildcardMatch(pattern[1:], text[1:])
	}
	return false
}

// account is the account of a resource as assembly.Text renders it.
func account(r *assembly.Resource) string {
	if r.Stack.Account != "" {
		return r.Stack.Account
	}
	return "${AWS::AccountId}"
}
