package permissions

// Access answers what a reviewer asks first: who gets at secrets, keys and data, and
// who may become somebody else.
type Access struct {
	Secrets   []SecretAccess
	Keys      []KeyAccess
	Databases []DatabaseAccess
	// Passes is who may hand a role to a service, Assumes who may act in one.
	Passes, Assumes []RoleAccess
	// NotExpanded are the roles that may hold more, by policies that no template holds.
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
	// Effective is false where a policy of a role says so and the key's policy lets
	// no such policy count.
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
	byOwn     = "own policy"
	byKey     = "the key's policy"
	bySecret  = "the secret's policy"
	byTrust   = "the role's trust"
	byLookup  = "a reference that CloudFormation resolves"
	notByKey  = "own policy, which the key's policy does not let count"
	noTrust   = "own policy, but the role does not trust it"
	elsewhere = "own policy; no template holds the role, whose trust decides"
)

func (v *survey) access() Access {
	keys := v.keyAccess()
	found := Access{
		Keys: keys, Secrets: v.secretAccess(keys), Databases: v.databaseAccess(), Passes: v.passes(), Assumes: v.assumes(),
	}
	for _, s := range v.subjects {
		for _, arn := range s.NotExpanded {
			found.NotExpanded = append(found.NotExpanded, s.Name+": "+arn)
		}
	}
	return found
}

// power is one thing that a principal may do by its own policies.
type power struct {
	who *subject
	// action is the wanted one that the statement is about, on the resource as the
	// template has it.
	action, on string
	conditions []string
	// when is the template's condition under which there is such a power.
	when string
}

// powers are what principals may do of the actions by their own policies, less what
// they are denied. A boundary is a condition: it is shown and not computed.
func (v *survey) powers(actions ...string) []power {
	var found []power
	for _, who := range v.subjects {
		if who.Kind == KindBoundary {
			continue
		}
		for _, s := range who.own {
			for _, action := range actions {
				if s.Effect != "Allow" || !s.Concerns(action) {
					continue
				}
				for _, on := range s.Resources {
					p := power{who, action, on, v.readables(s.Conditions), when(s.Source)}
					if s.Source.Condition != "" {
						p.conditions = append(p.conditions, "template condition "+s.Source.Condition)
					}
					if who.Boundary != "" {
						p.conditions = append(p.conditions, "the boundary "+who.Boundary+" allows it")
					}
					unless, denied := v.denials(who.own, p)
					if !denied {
						p.conditions = append(p.conditions, unless...)
						found = append(found, p)
					}
				}
			}
		}
	}
	return found
}
