package permissions

import (
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// resourcePolicies reads the policies of resources: what they say of whom.
func (v *survey) resourcePolicies() {
	for _, h := range iampolicy.Holders {
		for _, r := range v.OfType(h.Type) {
			on := []string{v.of(r)}
			if h.Of != "" {
				on = v.holders(r, h.Of)
			}
			if h.Of == "" && r.At(h.Document) == nil {
				continue // the resource has no policy
			}
			for _, s := range v.read(r, r.At(h.Document)) {
				for _, name := range on {
					v.says(s, name)
				}
			}
		}
	}
}

// holders are the resources that a policy belongs to. One that cannot be found has a
// policy which its own rows do not show, so it is refused.
func (v *survey) holders(r *assembly.Resource, property string) []string {
	list := assembly.List(r.At(property))
	if list == nil && r.At(property) != nil {
		list = []any{r.At(property)}
	}
	if len(list) == 0 {
		v.problem(r, "%s names no resource", property)
	}
	var found []string
	for _, item := range list {
		t, _ := v.Follow(r.Stack, item)
		if t.Resource == nil {
			v.problem(r, "is the policy of %q, which no template holds", v.Text(r.Stack, item))
			continue
		}
		found = append(found, v.of(t.Resource))
	}
	return found
}

// says gives each principal of a statement what the policy of a resource says of it.
func (v *survey) says(s iampolicy.Statement, on string) {
	if len(s.Principals) == 0 {
		v.problem(s.Source, "a resource's policy without Principal")
	}
	for _, text := range s.Principals {
		kind, name, ok := v.identify(text)
		if !ok {
			v.problem(s.Source, "cannot read the principal %q", text)
		}
		who := v.subject(kind, name)
		who.Grants = append(who.Grants, v.grant(s, on))
	}
}

var (
	serviceName   = regexp.MustCompile(`^[a-z0-9.-]+\.(amazonaws|aws\.internal|aws)(\.com(\.cn)?)?$`)
	accountNumber = regexp.MustCompile(`^(?:arn:aws:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$`)
	identityARN   = regexp.MustCompile(`^arn:aws:(?:iam|sts)::(?:\d{12}|\$\{AWS::AccountId\}):(?:role|user|assumed-role|federated-user)/[^*?]+$`)
	providerARN   = regexp.MustCompile(`^arn:aws:iam::(?:\d{12}|\$\{AWS::AccountId\}):oidc-provider/([^*?]+)$`)
)

// identify says who a principal of a statement is. What it cannot read keeps its
// text, and belongs to the account no more than anybody.
func (v *survey) identify(text string) (kind, name string, ok bool) {
	if excluded, inverted := strings.CutPrefix(text, "NotPrincipal "); inverted {
		_, name, ok = v.identify(excluded)
		return KindEveryone, everyoneBut + name, ok
	}
	if text == "*" || text == "AWS *" {
		return KindEveryone, KindEveryone, true
	}
	kind, id, _ := strings.Cut(text, " ")
	whole := token.FindStringSubmatch(id)
	id = v.readable(id)
	switch {
	case kind == "Service":
		return KindService, id, serviceName.MatchString(id)
	case kind == "CanonicalUser":
		return KindOtherAccount, "canonical user " + id, true
	case kind == "Federated":
		name, ok = v.issuer(whole, id)
		return KindFederated, name, ok
	case whole != nil && whole[2] == ".Arn" && v.isRole(id):
		return KindRole, id, true
	case identityARN.MatchString(id):
		return KindIdentity, id, true
	}
	if parts := accountNumber.FindStringSubmatch(id); parts != nil {
		if parts[1] == ownAccount {
			return KindAccount, KindAccount, true
		}
		return KindOtherAccount, parts[1], true
	}
	return KindIdentity, id, false
}

// everyoneBut begins the name of those whom NotPrincipal leaves.
const everyoneBut = "everyone but "

// isRole says whether a name is that of a role of the templates.
func (v *survey) isRole(name string) bool {
	return slices.ContainsFunc(v.OfType("AWS::IAM::Role"), func(r *assembly.Resource) bool { return v.of(r) == name })
}

// issuer is the address of an OpenID Connect provider, which the template defines
// or the account has.
func (v *survey) issuer(reference []string, id string) (string, bool) {
	for _, provider := range v.OfType("AWS::IAM::OIDCProvider") {
		if reference != nil && v.of(provider) == id {
			return strings.TrimPrefix(v.text(provider, "Url"), "https://"), true
		}
	}
	if parts := providerARN.FindStringSubmatch(id); parts != nil {
		return parts[1], true
	}
	return id, false
}
