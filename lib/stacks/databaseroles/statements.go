// Package databaseroles holds the SQL that creates the services' database roles. The
// Data stack runs it through the RDS Data API, statement by statement, when the cluster
// is created, restored, cloned or replaced. The tests run it on a real PostgreSQL.
//
// Every statement can be repeated, also on a database that an interrupted run or an
// older platform has left, and the last one fails unless the result is right. No
// statement grants more access than there was before, except to the two services. The
// administrator is never a member of rds_iam: RDS would end its login with a password,
// and with it the Data API.
package databaseroles

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/config"
)

// Statement is one SQL statement, which is one call of the Data API.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html
type Statement struct {
	// Name identifies the statement for CloudFormation; it never changes.
	Name string
	// SQL holds no colon, which the Data API would take for a named parameter.
	SQL string
}

// Statements returns the statements in the order in which they must run.
func Statements() []Statement {
	list := []Statement{
		{"create-roles", eachRole(createRole)},
		{"limit-roles", eachRole(limitRole)},
		{"leave-other-roles", eachRole(leaveRoles)},
		{"limit-database", eachRole(limitDatabase)},
		{"close-public-schema", closePublicSchema},
		{"make-schemas", eachRole(makeSchema)},
		{"hand-over-objects", eachRole(handOver)},
		{"use-schemas", eachRole(useSchema)},
		{"allow-iam-login", eachRole(allowLogin)},
		{"verify", eachRole(verify)},
	}
	for i := range list {
		list[i].SQL = strings.NewReplacer("<database>", config.DatabaseName, "<administrator>", config.AdministratorRole).Replace(list[i].SQL)
	}
	return list
}

// eachRole is a statement that runs the body for both roles. In the body, me is the role
// and other is the role of the other service. While a statement waits for a lock, the
// services' queries wait behind it, so it gives up after a timeout.
func eachRole(body string) string {
	return fmt.Sprintf(`DO $do$
DECLARE
  me text;
  other text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY ARRAY['%[1]s', '%[2]s'] LOOP
    other = CASE me WHEN '%[1]s' THEN '%[2]s' ELSE '%[1]s' END;
%[3]s
  END LOOP;
END
$do$`, config.ServiceAPIRole, config.AdminAPIRole, strings.Trim(body, "\n"))
}
