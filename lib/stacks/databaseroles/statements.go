// Package databaseroles holds the SQL that creates the database roles: one for each
// service, and one for people, who read. Package runner runs it through the RDS Data API,
// statement by statement, when the cluster is created, restored, cloned or replaced. The
// tests run it on a real PostgreSQL.
//
// Every statement can be repeated, also on a database that an interrupted run or an
// older platform has left, and the last one fails unless the result is right. No
// statement grants more access than there was before, except to these roles. The
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
	// Name is what messages call it.
	Name string
	// SQL holds no colon, which the Data API would take for a named parameter.
	SQL string
}

// Database is what the statements are for.
type Database struct {
	Name, Administrator string
	// Reader is the role that reads every service's schema.
	Reader string
	// Services are the roles of the services, in any order. Whoever else could connect,
	// such as a service that is no longer there, may not any more; a schema stays as it
	// is, and what the reader may read in it.
	Services []string
}

// Statements returns the statements in the order in which they must run.
func Statements(db Database) []Statement {
	roles := slices.Sorted(slices.Values(db.Services))
	for i := range roles {
		roles[i] = "'" + roles[i] + "'"
	}
	fill := strings.NewReplacer("<database>", db.Name, "<administrator>", db.Administrator, "<reader>", db.Reader,
		"<services>", strings.Join(roles, ", "))
	list := Texts()
	for i := range list {
		list[i].SQL = fill.Replace(list[i].SQL)
	}
	return list
}

// Texts returns the statements with gaps for the names: <database>, <administrator>,
// <reader>, and <services>, which takes sorted strings with commas between them.
func Texts() []Statement {
	return []Statement{
		{"create-roles", block(eachRole(createRole))},
		{"limit-roles", block(eachRole(limitRole))},
		{"leave-other-roles", block(eachRole(leaveRoles))},
		{"limit-database", block(limitDatabase, eachService(admitService), admitReader)},
		{"close-public-schema", block(closePublicSchema)},
		{"make-schemas", block(eachService(makeSchema))},
		{"hand-over-objects", block(eachService(handOver))},
		{"let-people-read", block(eachService(letRead))},
		{"reset-settings", block(eachRole(resetSettings), eachService(useSchema), onlyRead)},
		{"allow-iam-login", block(eachRole(allowLogin))},
		{"verify", block(verifyDatabase, eachRole(verifyRole), eachService(verifyService), verifyReader)},
	}
}

// block is a statement that runs the bodies. While a statement waits for a lock, the
// services' queries wait behind it, so it gives up after a timeout.
func block(bodies ...string) string {
	return `DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
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
func eachRole(body string) string { return each("services || reader", body) }

// eachService runs the body for the role of every service, which is me in it.
func eachService(body string) string { return each("services", body) }

func each(roles, body string) string {
	return "\n  FOREACH me IN ARRAY " + roles + " LOOP" + body + "\n  END LOOP;"
}
