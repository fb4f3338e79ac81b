package databaseroles

import (
	"strings"
	"testing"
)

func TestEveryStatementIsOneTheDataAPITakes(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, s := range Statements() {
		if strings.Contains(s.SQL, ":") {
			t.Errorf("%s holds a colon, which the Data API takes for a parameter", s.Name)
		}
		outside, block, _ := strings.Cut(s.SQL, "$do$")
		if strings.Contains(outside, ";") || block != "" && !strings.HasSuffix(block, "$do$") {
			t.Errorf("%s is more than one statement:\n%s", s.Name, s.SQL)
		}
		if strings.Contains(s.SQL, "<") && strings.Contains(s.SQL, "<database>") {
			t.Errorf("%s has a gap:\n%s", s.Name, s.SQL)
		}
		if names[s.Name] || len(s.SQL) > 64<<10 {
			t.Errorf("%s is twice there, or longer than 64 KiB", s.Name)
		}
		names[s.Name] = true
	}
}

// runAll runs the first statements as the administrator, and after each of them
// looks at what must hold at any moment.
func runAll(t *testing.T, s *server, upTo int) {
	t.Helper()
	script := []string{"SELECT 1"}
	for _, statement := range Statements()[:upTo] {
		script = append(script, statement.SQL, "SELECT pg_has_role('chassis_admin', 'rds_iam', 'MEMBER')")
	}
	if out := s.must(t, "chassis_admin", script...); strings.Contains(out, "t") {
		t.Fatalf("the administrator becomes a member of rds_iam: %q", out)
	}
}

// endState is all that the catalogs say about roles, database and schemas.
const endState = `SELECT string_agg(line, E'\n' ORDER BY line) FROM (
	SELECT format('%s login=%s super=%s createdb=%s createrole=%s password=%s', rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole,
		(SELECT passwd IS NOT NULL FROM pg_shadow WHERE usename = rolname)) AS line FROM pg_roles WHERE rolname IN ('service_api', 'admin_api')
	UNION ALL SELECT format('%s in %s admin=%s', m.rolname, r.rolname, a.admin_option) FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
		WHERE 'service_api' IN (r.rolname, m.rolname) OR 'admin_api' IN (r.rolname, m.rolname)
	UNION ALL SELECT format('%s has %s', CAST(CAST(s.setrole AS regrole) AS text), array_to_string(s.setconfig, ' ')) FROM pg_db_role_setting s
		JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = 'chassis'
	UNION ALL SELECT format('database %s %s', CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE CAST(CAST(a.grantee AS regrole) AS text) END, a.privilege_type)
		FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a WHERE d.datname = 'chassis' AND a.grantee <> d.datdba
	UNION ALL SELECT format('schema %s %s %s', n.nspname, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE CAST(CAST(a.grantee AS regrole) AS text) END, a.privilege_type)
		FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a WHERE n.nspname IN ('service_api', 'admin_api') AND a.grantee <> n.nspowner
	UNION ALL SELECT format('%s owns schema %s', CAST(CAST(nspowner AS regrole) AS text), nspname) FROM pg_namespace WHERE nspname IN ('service_api', 'admin_api')
) AS lines`

const wanted = `admin_api has search_path=admin_api, public
admin_api in rds_iam admin=f
admin_api login=t super=f createdb=f createrole=f password=f
chassis_admin owns schema admin_api
chassis_admin owns schema service_api
database admin_api CONNECT
database admin_api TEMPORARY
database service_api CONNECT
database service_api TEMPORARY
schema admin_api admin_api CREATE
schema admin_api admin_api USAGE
schema service_api service_api CREATE
schema service_api service_api USAGE
service_api has search_path=service_api, public
service_api in rds_iam admin=f
service_api login=t super=f createdb=f createrole=f password=f`

func TestRolesAreAsTheyShouldBe(t *testing.T) {
	all := len(Statements())
	for name, before := range map[string]func(*testing.T, *server){
		"on the first run":   func(*testing.T, *server) {},
		"on the second run":  func(t *testing.T, s *server) { t.Helper(); runAll(t, s, all) },
		"with an older past": olderPlatform,
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			before(t, s)
			runAll(t, s, all)
			if got := s.must(t, "rdsadmin", endState); got != wanted {
				t.Errorf("got\n%s\nwant\n%s", got, wanted)
			}
		})
	}
}

// olderPlatform is a database that was restored from an older platform.
func olderPlatform(t *testing.T, s *server) {
	t.Helper()
	s.must(t, "rdsadmin",
		"CREATE ROLE old_team NOLOGIN",
		"CREATE ROLE service_api LOGIN CREATEDB CREATEROLE PASSWORD 'known' IN ROLE old_team",
		"CREATE ROLE admin_api NOLOGIN",
		"GRANT service_api TO admin_api",
		"CREATE ROLE somebody NOLOGIN",
		"GRANT admin_api TO somebody",
		"GRANT rds_iam TO service_api WITH ADMIN OPTION",
		"GRANT CREATE ON DATABASE chassis TO service_api, old_team",
		"REVOKE CREATE ON DATABASE chassis FROM old_team",
		"GRANT CREATE ON SCHEMA public TO PUBLIC",
		"CREATE SCHEMA service_api",
		"GRANT ALL ON SCHEMA service_api TO service_api WITH GRANT OPTION",
		"GRANT ALL ON SCHEMA service_api TO PUBLIC, old_team",
		"ALTER SCHEMA service_api OWNER TO chassis_admin",
		"ALTER SCHEMA public OWNER TO chassis_admin",
		"ALTER ROLE service_api SET search_path = elsewhere",
	)
	if _, err := s.impersonate("service_api", "GRANT USAGE ON SCHEMA service_api TO admin_api"); err != nil {
		t.Fatal(err)
	}
}

// A run that dies after any statement, and is then repeated as a whole.
func TestARunThatDiesCanBeRepeated(t *testing.T) {
	for k := range Statements() {
		s := running(t)
		runAll(t, s, k)
		runAll(t, s, len(Statements()))
		if got := s.must(t, "rdsadmin", endState); got != wanted {
			t.Errorf("after a run that died at statement %d: got\n%s\nwant\n%s", k, got, wanted)
		}
	}
}

func TestEachServiceHasItsSchemaAndNothingOfTheOther(t *testing.T) {
	s := running(t)
	runAll(t, s, len(Statements()))
	for role, other := range map[string]string{"service_api": "admin_api", "admin_api": "service_api"} {
		for _, sql := range []string{
			"CREATE TABLE kept (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
			"CREATE INDEX ON kept (name)",
			"ALTER TABLE kept ADD COLUMN more jsonb",
			"INSERT INTO kept (name) VALUES ('a')",
			"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
			"CREATE TABLE dropped (id int)",
			"DROP TABLE dropped",
			"CREATE TEMPORARY TABLE scratch (id int)",
		} {
			if _, err := s.impersonate(role, sql); err != nil {
				t.Errorf("%s cannot migrate: %v", role, err)
			}
		}
		for _, sql := range []string{
			"SELECT * FROM " + other + ".kept",
			"CREATE TABLE " + other + ".mine (id int)",
			"CREATE TABLE public.mine (id int)",
			"CREATE SCHEMA mine",
			// PostgreSQL checks the right before it checks whether the schema exists.
			"CREATE SCHEMA IF NOT EXISTS " + role,
			"DROP SCHEMA " + role + " CASCADE",
			"SET ROLE " + other,
			"SET ROLE chassis_admin",
			"CREATE ROLE mine",
		} {
			if _, err := s.impersonate(role, sql); err == nil {
				t.Errorf("%s may %s", role, sql)
			}
		}
	}
	// Both tables exist now, so a refusal is for missing rights.
	for role, other := range map[string]string{"service_api": "admin_api", "admin_api": "service_api"} {
		_, err := s.impersonate(role, "SELECT * FROM "+other+".kept")
		if err == nil || !strings.Contains(err.Error(), "permission denied for schema "+other) {
			t.Errorf("%s reads a table of %s: %v", role, other, err)
		}
	}
}

func TestNobodyElseMayConnect(t *testing.T) {
	s := running(t)
	s.must(t, "rdsadmin", "CREATE ROLE somebody LOGIN PASSWORD '"+password+"'")
	if _, err := s.run("chassis", "somebody", "SELECT 1"); err != nil {
		t.Fatalf("before the statements anybody may connect: %v", err)
	}
	runAll(t, s, len(Statements()))
	_, err := s.run("chassis", "somebody", "SELECT 1")
	if err == nil || !strings.Contains(err.Error(), "permission denied for database") {
		t.Errorf("somebody connects: %v", err)
	}
}

// No service can log in with a password. The administrator can, because it is no member
// of rds_iam.
func TestOnlyTheAdministratorHasAPassword(t *testing.T) {
	s := running(t)
	runAll(t, s, len(Statements()))
	s.must(t, "chassis_admin", "SELECT 1")
	for _, role := range []string{"service_api", "admin_api"} {
		if _, err := s.run("chassis", role, "SELECT 1"); err == nil {
			t.Errorf("%s logs in without a token", role)
		}
	}
}

// What the administrator cannot correct must fail, with the name of what is wrong.
func TestWhatCannotBeCorrectedFails(t *testing.T) {
	for name, tc := range map[string]struct{ before, says string }{
		"a superuser":                       {"CREATE ROLE service_api SUPERUSER", "only a superuser can undo"},
		"a replicating role":                {"CREATE ROLE service_api REPLICATION", "only a superuser can undo"},
		"a role above rows":                 {"CREATE ROLE service_api BYPASSRLS", "only a superuser can undo"},
		"a schema of another":               {"CREATE ROLE old_team; CREATE SCHEMA service_api AUTHORIZATION old_team", "belongs to role old_team"},
		"a database of rds":                 {"ALTER DATABASE chassis OWNER TO rdsadmin; GRANT CREATE ON DATABASE chassis TO chassis_admin", "database chassis belongs to another role"},
		"a public schema open":              {"GRANT CREATE ON SCHEMA public TO PUBLIC; ALTER SCHEMA public OWNER TO rdsadmin", "schema public"},
		"a table of another role":           {"CREATE ROLE old_team; CREATE SCHEMA service_api AUTHORIZATION chassis_admin; GRANT ALL ON SCHEMA service_api TO old_team; SET SESSION AUTHORIZATION old_team; CREATE TABLE service_api.t ()", "service_api.t of old_team"},
		"a table in the other's schema":     {"CREATE ROLE service_api; CREATE SCHEMA admin_api AUTHORIZATION chassis_admin; GRANT ALL ON SCHEMA admin_api TO service_api; SET SESSION AUTHORIZATION service_api; CREATE TABLE admin_api.t ()", "admin_api.t of service_api"},
		"a service's view in schema public": {"CREATE ROLE admin_api; GRANT ALL ON SCHEMA public TO PUBLIC; CREATE VIEW public.v AS SELECT 1; ALTER VIEW public.v OWNER TO admin_api; REVOKE CREATE ON SCHEMA public FROM PUBLIC", "public.v of admin_api"},
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			s.must(t, "rdsadmin", tc.before)
			var script []string
			for _, statement := range Statements() {
				script = append(script, statement.SQL)
			}
			_, err := s.run("chassis", "chassis_admin", script...)
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want an error that says %q", err, tc.says)
			}
		})
	}
}
