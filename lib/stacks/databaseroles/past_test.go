package databaseroles

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The states that a restored or cloned database may have.
func TestAPastIsPutRight(t *testing.T) {
	t.Parallel()
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
		"what people may not keep": {
			schemas + "CREATE ROLE read_only LOGIN CREATEDB PASSWORD 'known' IN ROLE pg_read_all_data; ALTER ROLE read_only SET search_path = elsewhere; GRANT ALL ON DATABASE chassis TO read_only;" +
				"GRANT ALL ON SCHEMA service_api TO read_only; CREATE TABLE service_api.t (id int); GRANT ALL ON service_api.t TO read_only; CREATE ROLE somebody; GRANT read_only TO somebody", "",
		},
		"what people leave":       {"CREATE ROLE read_only; SET SESSION AUTHORIZATION read_only; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; SELECT lo_create(0)", ""},
		"members of each other":   {"CREATE ROLE old_team; CREATE ROLE service_api CREATEDB CREATEROLE PASSWORD 'known' IN ROLE old_team; CREATE ROLE admin_api; GRANT service_api TO admin_api; CREATE ROLE somebody; GRANT admin_api TO somebody; GRANT rds_iam TO service_api WITH ADMIN OPTION", ""},
		"a schema open to others": {service + "CREATE ROLE admin_api; CREATE SCHEMA service_api; GRANT ALL ON SCHEMA service_api TO service_api WITH GRANT OPTION; GRANT ALL ON SCHEMA service_api TO PUBLIC; ALTER SCHEMA service_api OWNER TO chassis_admin; SET SESSION AUTHORIZATION service_api; GRANT USAGE ON SCHEMA service_api TO admin_api", ""},
		"an open public schema":   {service + "GRANT CREATE ON SCHEMA public TO PUBLIC; ALTER SCHEMA public OWNER TO chassis_admin; ALTER ROLE service_api SET search_path = elsewhere", ""},
		"default privileges":      {"ALTER DEFAULT PRIVILEGES FOR ROLE chassis_admin GRANT ALL ON SCHEMAS TO PUBLIC", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := running(t)
			s.must(t, "rdsadmin", tc.before)
			runAll(t, s, Statements(two))
			checkState(t, s, two.Services...)
			if _, err := s.impersonate("service_api", tc.then); err != nil {
				t.Error(err)
			}
		})
	}
}

// A view of the administrator reads with the administrator's rights, until the service
// owns it.
func TestAnAdministratorsViewShowsNothingOfTheOther(t *testing.T) {
	t.Parallel()
	s := running(t)
	s.must(t, "rdsadmin", "CREATE SCHEMA service_api AUTHORIZATION chassis_admin; CREATE SCHEMA admin_api AUTHORIZATION chassis_admin; SET SESSION AUTHORIZATION chassis_admin;"+
		"CREATE TABLE admin_api.t AS SELECT 42 AS n; CREATE VIEW service_api.v AS SELECT * FROM admin_api.t; GRANT SELECT ON service_api.v TO PUBLIC")
	runAll(t, s, Statements(two))
	s.mustFail(t, "permission denied", "rdsadmin", "SET SESSION AUTHORIZATION service_api; SELECT n FROM service_api.v")
}

// A service's role that gets a member while the statements run must not get rds_iam.
func TestARoleWithAMemberGetsNoLogin(t *testing.T) {
	t.Parallel()
	s := running(t)
	all := Statements(two)
	runAll(t, s, all[:3]) // up to leave-other-roles
	s.must(t, "chassis_admin", "GRANT service_api TO rds_superuser")
	s.mustFail(t, "has a member", "chassis_admin", script(all[3:])...)
	mayLogIn(t, s, "after the failure")
}

// mayLogIn looks at the administrator's login, which must work at any moment.
func mayLogIn(t *testing.T, s *server, moment string) {
	t.Helper()
	if s.must(t, "chassis_admin", isMember) != "f" {
		t.Errorf("%s the administrator is a member of rds_iam", moment)
	}
}

// The administrator's membership exists only within a statement: no other session sees
// it, neither during the statement nor after it has failed.
func TestNoLoginSeesTheMembershipOfAStatement(t *testing.T) {
	t.Parallel()
	s := running(t)
	all := Statements(two)
	runAll(t, s, all)
	s.must(t, "chassis_admin", "CREATE TABLE service_api.t (id int)")
	handOver := all[slices.IndexFunc(all, func(s Statement) bool { return s.Name == "hand-over-objects" })].SQL
	const lock = "FROM pg_locks WHERE relation = CAST('service_api.t' AS regclass) AND granted"
	var holder, waiter sync.WaitGroup
	holder.Go(func() {
		s.mustFail(t, "user request", "rdsadmin", "BEGIN; LOCK TABLE service_api.t; SELECT pg_sleep(600)")
	})
	waitFor(t, s, "SELECT count(*) "+lock)
	waiter.Go(func() {
		s.mustFail(t, "lock timeout", "chassis_admin", strings.Replace(handOver, "'10s'", "'400ms'", 1))
	})
	waitFor(t, s, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'chassis_admin' AND wait_event_type = 'Lock'")
	mayLogIn(t, s, "during the statement")
	waiter.Wait()
	mayLogIn(t, s, "after the statement")
	s.must(t, "rdsadmin", "SELECT pg_cancel_backend(pid) "+lock)
	holder.Wait()
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

// What the administrator cannot correct must fail, with the name of what is wrong.
func TestWhatCannotBeCorrectedFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ before, says string }{
		"a superuser":                       {"CREATE ROLE service_api SUPERUSER", "only a superuser can undo"},
		"a replicating role":                {"CREATE ROLE service_api REPLICATION", "only a superuser can undo"},
		"a role above rows":                 {"CREATE ROLE service_api BYPASSRLS", "only a superuser can undo"},
		"a schema of another":               {"CREATE ROLE old_team; CREATE SCHEMA service_api AUTHORIZATION old_team", "belongs to role old_team"},
		"a database of rds":                 {"ALTER DATABASE chassis OWNER TO rdsadmin; GRANT CREATE ON DATABASE chassis TO chassis_admin", "database chassis belongs to another role"},
		"a public schema open":              {"GRANT CREATE ON SCHEMA public TO PUBLIC; ALTER SCHEMA public OWNER TO rdsadmin", "schema public"},
		"a table of another role":           {"CREATE ROLE old_team; CREATE SCHEMA service_api AUTHORIZATION chassis_admin; GRANT ALL ON SCHEMA service_api TO old_team; SET SESSION AUTHORIZATION old_team; CREATE TABLE service_api.t ()", "service_api.t of old_team"},
		"a table in the other's schema":     {"CREATE ROLE service_api; CREATE SCHEMA admin_api AUTHORIZATION chassis_admin; GRANT ALL ON SCHEMA admin_api TO service_api; SET SESSION AUTHORIZATION service_api; CREATE TABLE admin_api.t ()", "admin_api.t of service_api"},
		"a service's view in schema public": {"CREATE ROLE admin_api; GRANT ALL ON SCHEMA public TO PUBLIC; CREATE VIEW public.v AS SELECT 1; ALTER VIEW public.v OWNER TO admin_api; REVOKE CREATE ON SCHEMA public FROM PUBLIC", "role admin_api must own nothing in schema public, but owns public.v; move it, as by ALTER TABLE ... SET SCHEMA admin_api"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := running(t)
			s.must(t, "rdsadmin", tc.before)
			s.mustFail(t, tc.says, "chassis_admin", script(Statements(two))...)
		})
	}
}

// What somebody changes while the statements run must not pass the last one.
func TestTheLastStatementSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	all := Statements(two)
	for change, says := range map[string]string{
		"GRANT CONNECT ON DATABASE chassis TO PUBLIC":                                                                          "somebody else has a privilege",
		"CREATE ROLE old_service; GRANT CONNECT ON DATABASE chassis TO old_service":                                            "somebody else has a privilege",
		"GRANT CREATE ON DATABASE chassis TO admin_api":                                                                        "to make nothing in it",
		"GRANT CONNECT ON DATABASE chassis TO admin_api WITH GRANT OPTION":                                                     "to let nobody in",
		"REVOKE CONNECT ON DATABASE chassis FROM admin_api":                                                                    "must be able to connect",
		"REVOKE USAGE ON SCHEMA admin_api FROM admin_api":                                                                      "schema admin_api must be open to its own role",
		"REVOKE USAGE ON SCHEMA admin_api FROM read_only":                                                                      "schema admin_api must be open to its own role, to read_only for reading",
		"GRANT CREATE ON SCHEMA admin_api TO read_only":                                                                        "schema admin_api must be open to its own role, to read_only for reading",
		"CREATE TABLE admin_api.t (); ALTER TABLE admin_api.t OWNER TO admin_api":                                              "role read_only must be able to read, and not to change, what is in schema admin_api; grant or revoke on t",
		"CREATE PROCEDURE admin_api.p() LANGUAGE sql SECURITY DEFINER AS ''; ALTER PROCEDURE admin_api.p() OWNER TO admin_api": "must not run anything with the rights of role admin_api; revoke EXECUTE on admin_api.p()",
		"GRANT TEMPORARY ON DATABASE chassis TO read_only":                                                                     "temporary tables",
		"GRANT CREATE ON SCHEMA public TO read_only":                                                                           "revoke what it was granted on public",
		"CREATE TABLE public.t (); GRANT INSERT ON public.t TO read_only":                                                      "revoke what it was granted on t",
		"CREATE TABLE public.t (); ALTER TABLE public.t OWNER TO read_only":                                                    "role read_only must own nothing",
		"GRANT pg_read_all_data TO read_only":                                                                                  "role read_only has a membership",
		"GRANT USAGE ON SCHEMA admin_api TO service_api":                                                                       "schema admin_api must be open to its own role, to read_only for reading, and to nobody else",
		"GRANT CREATE ON SCHEMA admin_api TO PUBLIC":                                                                           "schema admin_api must be open to its own role, to read_only for reading, and to nobody else",
		"GRANT pg_read_all_data TO admin_api":                                                                                  "role admin_api has a membership",
		"CREATE ROLE mine; GRANT admin_api TO mine":                                                                            "role admin_api has a membership or a member",
		"REVOKE rds_iam FROM admin_api":                                                                                        "role admin_api must be a member of rds_iam",
		"GRANT rds_iam TO rds_superuser":                                                                                       "role chassis_admin must not be a member of rds_iam",
	} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			s := running(t)
			runAll(t, s, all)
			s.must(t, "rdsadmin", change)
			s.mustFail(t, says, "rdsadmin", all[len(all)-1].SQL)
		})
	}
}

// A service may have taken from people what they may read, or given them more. The next
// run puts it right, for what there is and for what the service will make.
func TestAServiceChangesForOneRunWhatPeopleMay(t *testing.T) {
	t.Parallel()
	s := running(t)
	runAll(t, s, Statements(two))
	for _, change := range []string{
		"CREATE FUNCTION adds(text) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'INSERT INTO service_api.kept (name) VALUES ($1)'; GRANT EXECUTE ON FUNCTION adds TO read_only",
		"REVOKE ALL ON kept FROM read_only; REVOKE ALL ON kept_id_seq FROM read_only; ALTER DEFAULT PRIVILEGES IN SCHEMA service_api REVOKE ALL ON TABLES FROM read_only",
		"GRANT ALL ON kept TO read_only WITH GRANT OPTION; GRANT USAGE ON kept_id_seq TO PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA service_api GRANT ALL ON TABLES TO read_only",
		"GRANT UPDATE (name) ON kept TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO read_only",
	} {
		for _, sql := range []string{migrates, change, "DROP TABLE IF EXISTS later; CREATE TABLE later (id serial)"} {
			if _, err := s.impersonate("service_api", sql); err != nil {
				t.Fatal(err)
			}
		}
		runAll(t, s, Statements(two))
		if _, err := s.impersonate("service_api", "CREATE TABLE latest (id serial)"); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"kept", "later", "latest"} {
			if _, err := s.impersonate("read_only", fmt.Sprintf("SELECT FROM service_api.%[1]s; SELECT last_value FROM service_api.%[1]s_id_seq", table)); err != nil {
				t.Errorf("after %s: %v", change, err)
			}
			if err := s.refused("read_only", []string{
				fmt.Sprintf("DELETE FROM service_api.%s", table), fmt.Sprintf("UPDATE service_api.%s SET id = DEFAULT", table), fmt.Sprintf("SELECT nextval('service_api.%s_id_seq')", table),
				"SELECT service_api.adds('b')",
			}); err != nil {
				t.Errorf("after %s: %v", change, err)
			}
		}
		if _, err := s.impersonate("service_api", "DROP TABLE latest"); err != nil {
			t.Fatal(err)
		}
	}
}
