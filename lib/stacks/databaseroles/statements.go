// Package databaseroles holds the SQL that makes the services' database roles. The Data
// stack has it run through the RDS Data API, statement by statement, whenever the
// cluster is created, restored, cloned or replaced; the tests run it on a real
// PostgreSQL.
//
// Every statement can be repeated, on a database in whatever state a run that died
// or an older platform left it, and the last one fails unless all is as it should
// be. In between nothing is ever more open than before, and the administrator is at
// no moment a member of rds_iam: RDS would end its password login, and with it the
// Data API's.
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
	// SQL holds no colon: the Data API would read a named parameter.
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

// eachRole makes one statement that does the same for both roles. In the body,
// me is the role and other the other service's. On a live database it gives up
// rather than let the services' queries queue up behind a lock that it waits for.
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
