package databaseroles

import (
	"strings"
	"testing"
	"time"
)

// The states that a restored or cloned database may have.
func TestAPastIsPutRight(t *testing.T) {
	const service = "CREATE ROLE service_api LOGIN; "
	const schemas = "CREATE SCHEMA service_api AUTHORIZATION chassis_admin; CREATE SCHEMA admin_api AUTHORIZATION chassis_admin; SET SESSION AUTHORIZATION chassis_admin; "
	for name, tc := range map[string]struct{ before, then string }{
		"the service let everybody in":  {service + "GRANT CONNECT ON DATABASE chassis TO service_api WITH GRANT OPTION; SET SESSION AUTHORIZATION service_api; GRANT CONNECT ON DATABASE chassis TO PUBLIC", ""},
		"the service may let others in": {service + "GRANT CONNECT, TEMPORARY ON DATABASE chassis TO service_api WITH GRANT OPTION", ""},
		"the service passed on CREATE":  {service + "CREATE ROLE old_team; GRANT CREATE ON DATABASE chassis TO service_api WITH GRANT OPTION; SET SESSION AUTHORIZATION service_api; GRANT CREATE ON DATABASE chassis TO old_team", ""},
		"somebody else may connect":     {"CREATE ROLE old_team LOGIN PASSWORD 'x'; GRANT ALL ON DATABASE chassis TO old_team WITH GRANT OPTION; CREATE ROLE reader; SET SESSION AUTHORIZATION old_team; GRANT CONNECT ON DATABASE chassis TO reader", ""},
		"the service owns its schema":   {service + "GRANT rds_iam TO service_api; CREATE SCHEMA service_api AUTHORIZATION service_api", ""},
		"the administrator is a member": {service + "GRANT service_api TO chassis_admin WITH ADMIN OPTION; GRANT service_api TO rds_superuser", ""},
		"settings":                      {service + "ALTER ROLE service_api SET default_transaction_read_only = on; ALTER ROLE service_api IN DATABASE chassis SET role = chassis_admin", "CREATE TABLE t (id int)"},
		"an expired role":               {service + "ALTER ROLE service_api CONNECTION LIMIT 0 VALID UNTIL '2001-01-01'", ""},
		"the administrator's objects": {
			schemas + "CREATE TABLE service_api.t (id bigserial, n int GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (id); CREATE TABLE service_api.p PARTITION OF service_api.t DEFAULT;" +
				"CREATE VIEW service_api.v AS SELECT 1; CREATE MATERIALIZED VIEW service_api.m AS SELECT 1; CREATE SEQUENCE service_api.s; CREATE TYPE service_api.e AS ENUM ('a');" +
				"CREATE TYPE service_api.c AS (a int); CREATE TYPE service_api.\"Odd name\" AS ENUM ('a'); CREATE DOMAIN service_api.d AS int; CREATE FUNCTION service_api.f(x int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE service_api.g() LANGUAGE sql AS 'SELECT 1'",
			"ALTER TABLE t ADD COLUMN b int; DROP TABLE t; DROP VIEW v; DROP MATERIALIZED VIEW m; DROP SEQUENCE s; DROP TYPE e; DROP TYPE c; DROP TYPE \"Odd name\"; DROP DOMAIN d; DROP FUNCTION f; DROP PROCEDURE g",
		},
		"default privileges": {"ALTER DEFAULT PRIVILEGES FOR ROLE chassis_admin GRANT ALL ON SCHEMAS TO PUBLIC", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			s.must(t, "rdsadmin", tc.before)
			runAll(t, s, len(Statements()))
			if got := s.must(t, "rdsadmin", endState); got != wanted {
				t.Errorf("got\n%s\nwant\n%s", got, wanted)
			}
			if got := s.must(t, "rdsadmin", oddities); got != "" {
				t.Errorf("left over: %s", got)
			}
			if _, err := s.impersonate("service_api", tc.then); err != nil {
				t.Error(err)
			}
		})
	}
}

// oddities is what a role could have beyond what endState shows.
const oddities = `SELECT rolname FROM pg_roles WHERE rolname IN ('service_api', 'admin_api') AND (rolconnlimit <> -1 OR rolvaliduntil < 'infinity')
	UNION ALL SELECT CAST(setconfig AS text) FROM pg_db_role_setting WHERE setdatabase = 0
	UNION ALL SELECT privilege_type FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a WHERE a.is_grantable AND a.grantee <> d.datdba`

// A view of the administrator reads with the administrator's rights, until the service
// owns it.
func TestAnAdministratorsViewShowsNothingOfTheOther(t *testing.T) {
	s := running(t)
	s.must(t, "rdsadmin", "CREATE SCHEMA service_api AUTHORIZATION chassis_admin; CREATE SCHEMA admin_api AUTHORIZATION chassis_admin; SET SESSION AUTHORIZATION chassis_admin;"+
		"CREATE TABLE admin_api.t AS SELECT 42 AS n; CREATE VIEW service_api.v AS SELECT * FROM admin_api.t; GRANT SELECT ON service_api.v TO PUBLIC")
	runAll(t, s, len(Statements()))
	if out, err := s.impersonate("service_api", "SELECT n FROM v"); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("service_api reads %q of admin_api: %v", out, err)
	}
}

// A service's role that gets a member while the statements run must not get rds_iam.
func TestARoleWithAMemberGetsNoLogin(t *testing.T) {
	s := running(t)
	runAll(t, s, 3) // up to leave-other-roles
	s.must(t, "chassis_admin", "GRANT service_api TO chassis_admin")
	var rest []string
	for _, statement := range Statements()[3:] {
		rest = append(rest, statement.SQL)
	}
	if _, err := s.run("chassis", "chassis_admin", rest...); err == nil || !strings.Contains(err.Error(), "has a member") {
		t.Errorf("got %v, want an error that says that the role has a member", err)
	}
	if got := s.must(t, "chassis_admin", "SELECT pg_has_role('chassis_admin', 'rds_iam', 'MEMBER')"); got != "f" {
		t.Error("the administrator is a member of rds_iam")
	}
}

// The administrator's membership exists only within a statement: no other session sees
// it, neither during the statement nor after it has failed.
func TestNoLoginSeesTheMembershipOfAStatement(t *testing.T) {
	s := running(t)
	all := Statements()
	runAll(t, s, len(all))
	s.must(t, "chassis_admin", "CREATE TABLE service_api.t (id int)")
	var handOver string
	for _, statement := range all {
		if statement.Name == "hand-over-objects" {
			handOver = statement.SQL
		}
	}
	const lock = "FROM pg_locks WHERE relation = CAST('service_api.t' AS regclass) AND granted"
	unlocked := make(chan error, 1)
	go func() {
		_, err := s.run("chassis", "rdsadmin", "BEGIN; LOCK TABLE service_api.t; SELECT pg_sleep(600)")
		unlocked <- err
	}()
	waitFor(t, s, "SELECT count(*) "+lock)
	failed := make(chan error, 1)
	go func() {
		_, err := s.run("chassis", "chassis_admin", strings.Replace(handOver, "'10s'", "'400ms'", 1))
		failed <- err
	}()
	waitFor(t, s, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'chassis_admin' AND wait_event_type = 'Lock'")
	for _, moment := range []string{"during", "after"} {
		if got := s.must(t, "chassis_admin", "SELECT pg_has_role('chassis_admin', 'rds_iam', 'MEMBER')"); got != "f" {
			t.Errorf("%s the statement the administrator is a member of rds_iam", moment)
		}
		if moment == "during" {
			if err := <-failed; err == nil || !strings.Contains(err.Error(), "lock timeout") {
				t.Errorf("the statement was not stopped: %v", err)
			}
		}
	}
	s.must(t, "rdsadmin", "SELECT pg_cancel_backend(pid) "+lock)
	if err := <-unlocked; err == nil || !strings.Contains(err.Error(), "user request") {
		t.Errorf("the lock was not held until the end: %v", err)
	}
}

// waitFor waits until a query counts something.
func waitFor(t *testing.T, s *server, query string) {
	t.Helper()
	for range 100 {
		if s.must(t, "rdsadmin", query) != "0" {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("nothing happens: %s", query)
}
