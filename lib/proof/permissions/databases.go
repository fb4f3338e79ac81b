package permissions

import (
	"cmp"
	"regexp"
	"strings"
)

// databaseUser is the resource of rds-db:connect: a database user behind a cluster,
// an instance or a proxy, by the id that AWS gave it.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
var databaseUser = regexp.MustCompile(`^arn:aws:rds-db:.*:dbuser:(.+)/([^/]+)$`)

// dataAPI runs SQL without a network path to the database.
var dataAPI = []string{"rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds-data:ExecuteSql"}

func (v *survey) databaseAccess() []DatabaseAccess {
	var found []DatabaseAccess
	for _, p := range v.powers("rds-db:connect") {
		row := DatabaseAccess{p.who.shown(), v.readable(p.on), "any", p.conditions}
		if parts := databaseUser.FindStringSubmatch(v.readable(p.on)); parts != nil {
			row.Database, row.User = parts[1], parts[2]
			for _, suffix := range []string{" id}", ".DBClusterResourceId}", ".DbiResourceId}"} {
				if name, known := strings.CutSuffix(row.Database, suffix); known {
					row.Database = strings.TrimPrefix(name, "${")
				}
			}
		}
		found = append(found, row)
	}
	for _, p := range v.powers(dataAPI...) {
		_, cluster, _ := strings.Cut(v.readable(p.on), ":cluster:${")
		database := cmp.Or(strings.TrimSuffix(cluster, "}"), v.readable(p.on))
		found = append(found, DatabaseAccess{p.who.shown(), database, "of any secret it may read (Data API)", p.conditions})
	}
	return ordered(found, func(a DatabaseAccess) string {
		return strings.Join([]string{a.Database, a.User, a.Who, strings.Join(a.Conditions, " ")}, "\n")
	})
}

func (v *survey) passes() []RoleAccess {
	var found []RoleAccess
	for _, p := range v.powers("iam:PassRole") {
		found = append(found, RoleAccess{p.who.shown(), v.readable(p.on), byOwn, p.conditions})
	}
	return ordered(found, RoleAccess.key)
}

// assumes is who may act in which role: whoever the role trusts, and who may try by
// a policy of its own. A role of the same account that the trust policy names needs
// no such policy.
func (v *survey) assumes() []RoleAccess {
	var found []RoleAccess
	for _, role := range v.subjects {
		for _, t := range role.AssumedBy {
			row := RoleAccess{shown(t.Kind, t.Name), role.Name, byTrust, t.Conditions}
			if t.Effect != "Allow" {
				row.By = t.Effect + " by " + byTrust
			}
			found = append(found, row)
		}
	}
	for _, p := range v.powers("sts:AssumeRole") {
		row := RoleAccess{p.who.shown(), v.readable(p.on), elsewhere, p.conditions}
		if v.isRole(row.Role) {
			row.By = v.trusted(p.who, row.Role)
		}
		found = append(found, row)
	}
	return ordered(found, RoleAccess.key)
}

// trusted says what an own policy about a role of the templates comes to.
func (v *survey) trusted(who *subject, role string) string {
	for _, t := range v.subject(KindRole, role).AssumedBy {
		if t.Effect == "Allow" && (t.Kind == KindAccount || t.Kind == KindEveryone || t.Kind == who.Kind && t.Name == who.Name) {
			return byOwn
		}
	}
	return noTrust
}

func (a RoleAccess) key() string {
	return strings.Join([]string{a.Role, a.Who, a.By, strings.Join(a.Conditions, " ")}, "\n")
}
