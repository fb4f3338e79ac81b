// Package databaseroles holds the SQL that creates the services' database roles. The
// Data stack runs it through the RDS Data API, statement by statement, when the cluster
// is created, restored, cloned or replaced. The tests run it on a real PostgreSQL.
//
// Every statement can be repeated, also on a database that an interrupted run or an
// older platform has left, and the last one fails unless the result is right. No
// statement grants more access than there was before, except to the services. The
// administrator is never a member of rds_iam: RDS would end its login with a password,
// and with it the Data API.
package databaseroles

import (
	"slices"
	"strings"
)

// Statement is one SQL statement, which is one call of the Data API.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html
type Statement struct {
	// Name identifies the statement for CloudFormation; it never changes.
	Name string
	// SQL holds no colon, which the Data API would take for a named parameter.
	SQL string
}

// Database is what the statements are for.
type Database struct {
	Name, Administrator string
	// Roles are those of the services, in any order. Whoever else could connect, such as
	// a service that is no longer there, may not any more; a schema stays as it is.
	Roles []string
}

// Statements returns the statements in the order in which they must run.
func Statements(db Database) []Statement {
	roles := slices.Sorted(slices.Values(db.Roles))
	for i := range roles {
		roles[i] = "'" + roles[i] + "'"
	}
	fill := strings.NewReplacer("<database>", db.Name, "<administrator>", db.Administrator, "<roles>", strings.Join(roles, ", "))
	list := Texts()
	for i := range list {
		list[i].SQL = fill.Replace(list[i].SQL)
	}
	return list
}

// Texts returns the statements with gaps for the names: <database>, <administrator> and
// <roles>, which takes sorted strings with commas between them.
func Texts() []Statement {
	return []Statement{
		{"create-roles", block(eachRole(createRole))},
		{"limit-roles", block(eachRole(limitRole))},
		{"leave-other-roles", block(eachRole(leaveRoles))},
		{"limit-database", block(limitDatabase, eachRole(admitRole))},
		{"close-public-schema", block(closePublicSchema)},
		{"make-schemas", block(eachRole(makeSchema))},
		{"hand-over-objects", block(eachRole(handOver))},
		{"use-schemas", block(eachRole(useSchema))},
		{"allow-iam-login", block(eachRole(allowLogin))},
		{"verify", block(verifyDatabase, eachRole(verifyRole))},
	}
}

// block is a statement that runs the bodies. While a statement waits for a lock, the
// services' queries wait behind it, so it gives up after a timeout.
func block(bodies ...string) string {
	return `DO $do$
DECLARE
  roles text[] = CAST(ARRAY[<roles>] AS text[]);
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);` + strings.Join(bodies, "") + `
END
$do$`
}

// eachRole runs the body for every role, which is me in it.
func eachRole(body string) string {
	return "\n  FOREACH me IN ARRAY roles LOOP" + body + "\n  END LOOP;"
}
