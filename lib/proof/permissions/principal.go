package permissions

import (
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// PrincipalID names a principal.
type PrincipalID struct {
	// Kind is one of the kinds below.
	Kind string
	// Name is the construct's path for what the platform defines.
	Name string
}

// Kinds of principals.
const (
	KindRole         = "role"
	KindPolicy       = "policy"
	KindBoundary     = "boundary"
	KindService      = "service"
	KindAccount      = "this account"
	KindOtherAccount = "another account"
	KindIdentity     = "identity outside the templates"
	KindFederated    = "identity provider"
	KindEveryone     = "everyone"
)

// kinds are in the order in which they are shown: the farthest away first.
var kinds = []string{
	KindEveryone, KindOtherAccount, KindFederated, KindIdentity, KindAccount, KindService, KindRole, KindPolicy, KindBoundary,
}

// everyoneBut begins the name of all principals that NotPrincipal does not name.
const everyoneBut = "everyone but "

// String names the principal in a table that has all kinds of them.
func (id PrincipalID) String() string {
	if id.Kind == KindRole || id.Kind == id.Name || strings.HasPrefix(id.Name, everyoneBut) {
		return id.Name
	}
	return id.Kind + " " + id.Name
}

// compare orders principals by kind and name.
func (id PrincipalID) compare(other PrincipalID) int {
	if id.Kind != other.Kind {
		return slices.Index(kinds, id.Kind) - slices.Index(kinds, other.Kind)
	}
	return strings.Compare(id.Name, other.Name)
}

var (
	serviceName   = regexp.MustCompile(`^[a-z0-9.-]+\.(amazonaws|aws\.internal|aws)(\.com(\.cn)?)?$`)
	accountNumber = regexp.MustCompile(`^(?:arn:aws:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$`)
	identityARN   = regexp.MustCompile(`^arn:aws:(?:iam|sts)::(?:\d{12}|\$\{AWS::AccountId\}):(?:role|user|assumed-role|federated-user)/[^*?]+$`)
	providerARN   = regexp.MustCompile(`^arn:aws:iam::(?:\d{12}|\$\{AWS::AccountId\}):oidc-provider/([^*?]+)$`)
)

// identify names a principal of a statement, and says whether it can be read. One
// that cannot keeps its text, and does not belong to the account.
func (a *analysis) identify(p iampolicy.Principal) (PrincipalID, bool) {
	if p.Not {
		p.Not = false
		excluded, ok := a.identify(p)
		return PrincipalID{KindEveryone, everyoneBut + excluded.Name}, ok
	}
	if p.IsEveryone() {
		return PrincipalID{KindEveryone, KindEveryone}, true
	}
	reference := token.FindStringSubmatch(p.ID)
	name := a.readable(p.ID)
	switch {
	case p.Kind == "Service":
		return PrincipalID{KindService, name}, serviceName.MatchString(name)
	case p.Kind == "CanonicalUser":
		return PrincipalID{KindOtherAccount, "canonical user " + name}, true
	case p.Kind == "Federated":
		issuer, ok := a.issuer(reference, name)
		return PrincipalID{KindFederated, issuer}, ok
	case reference != nil && reference[2] == ".Arn" && a.isRole(name):
		return PrincipalID{KindRole, name}, true
	case a.roleOf(name) != "":
		return PrincipalID{KindRole, a.roleOf(name)}, true
	case identityARN.MatchString(name):
		return PrincipalID{KindIdentity, name}, true
	}
	if parts := accountNumber.FindStringSubmatch(name); parts != nil {
		if parts[1] == ownAccount {
			return PrincipalID{KindAccount, KindAccount}, true
		}
		return PrincipalID{KindOtherAccount, parts[1]}, true
	}
	return PrincipalID{KindIdentity, name}, false
}

// isRole says whether a name is that of a role of the templates.
func (a *analysis) isRole(name string) bool {
	return slices.ContainsFunc(a.OfType("AWS::IAM::Role"), func(r *assembly.Resource) bool { return a.of(r) == name })
}

// issuer is the address of an OpenID Connect provider, which the template defines
// or the account has.
func (a *analysis) issuer(reference []string, name string) (string, bool) {
	for _, provider := range a.OfType("AWS::IAM::OIDCProvider") {
		if reference != nil && a.of(provider) == name {
			return strings.TrimPrefix(a.text(provider, "Url"), "https://"), true
		}
	}
	if parts := providerARN.FindStringSubmatch(name); parts != nil {
		return parts[1], true
	}
	return name, false
}
