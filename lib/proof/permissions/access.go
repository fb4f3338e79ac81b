package permissions

import "strings"

// Access answers what a reviewer asks first: who has access to secrets, keys and data,
// and who may assume another role.
type Access struct {
	Secrets   []SecretAccess
	Keys      []KeyAccess
	Databases []DatabaseAccess
	// Passes is who may pass a role to a service, Assumes who may assume one.
	Passes, Assumes []RoleAccess
	// NotExpanded are the roles with managed policies that no template has.
	NotExpanded []string
}

// SecretAccess is somebody who may read a secret.
type SecretAccess struct {
	Who, Secret string
	// By is whose policy says so.
	By         string
	Conditions []string
	// Key encrypts the secret; Decrypts says whether the same principal may use it.
	Key, Decrypts string
}

// KeyAccess is somebody who may turn what a key encrypted into plain text.
type KeyAccess struct {
	Who, Key   string
	Actions    []string
	By         string
	Conditions []string
	// Effective is false where a policy of a role says so and the key's policy does not
	// enable such policies.
	Effective bool
}

// DatabaseAccess is somebody who may log in to a database.
type DatabaseAccess struct {
	Who, Database string
	// User is the database's, with its rights.
	User       string
	Conditions []string
}

// RoleAccess is somebody who may pass or assume a role.
type RoleAccess struct {
	Who, Role  string
	By         string
	Conditions []string
}

// Whose policy says so.
const (
	byOwn         = "own policy"
	byKey         = "the key's policy"
	byKeyEnabling = "the key's policy, which enables IAM policies"
	bySecret      = "the secret's policy"
	byTrust       = "the role's trust policy"
	byReference   = "a dynamic reference of CloudFormation"
	notByKey      = "own policy, but the key's policy does not enable IAM policies"
	notByTrust    = "own policy, but the role does not trust it"
	trustUnknown  = "own policy; the role is outside the templates, and its trust policy decides"
)

func (a *analysis) access() Access {
	keys := a.keyAccess()
	found := Access{
		Keys: keys, Secrets: a.secretAccess(keys), Databases: a.databaseAccess(), Passes: a.passes(), Assumes: a.assumes(),
	}
	for _, p := range a.principals {
		for _, arn := range p.NotExpanded {
			found.NotExpanded = append(found.NotExpanded, p.Name+": "+arn)
		}
	}
	return found
}

// rowKey orders the rows of a table by some of their cells and then their conditions.
func rowKey(conditions []string, cells ...string) string {
	return strings.Join(append(cells, strings.Join(conditions, " ")), "\n")
}
