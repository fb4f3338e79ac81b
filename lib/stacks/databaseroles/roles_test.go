package databaseroles

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// services are roles in an order that is not the alphabet's. Some must be quoted in SQL.
var services = []string{"service_api", "admin_api", "2fa", "order", "user", "mail_worker", "twenty_four_characters_x"}

// of is the database of the tests with these services.
func of(roles ...string) Database { return Database{"chassis", "chassis_admin", "read_only", roles} }

// two is the database of the platform as shipped.
var two = of(services[:2]...)

func TestEveryStatementIsOneTheDataAPITakes(t *testing.T) {
	t.Parallel()
	many := make([]string, 100)
	for i := range many {
		many[i] = fmt.Sprintf("twenty_four_characters_%d", i)
	}
	for _, roles := range [][]string{nil, services, many} {
		names := map[string]bool{}
		for _, s := range Statements(of(roles...)) {
			if strings.Contains(s.SQL, ":") {
				t.Errorf("%s holds a colon, which the Data API takes for a parameter", s.Name)
			}
			if parts := strings.Split(s.SQL, "$do$"); len(parts) != 3 || parts[0] != "DO " || parts[2] != "" {
				t.Errorf("%s is more than one statement:\n%s", s.Name, s.SQL)
			}
			for _, gap := range []string{"<database>", "<administrator>", "<reader>", "<services>"} {
				if strings.Contains(s.SQL, gap) {
					t.Errorf("%s has a gap:\n%s", s.Name, s.SQL)
				}
			}
			if names[s.Name] || len(s.SQL) > 64<<10 {
				t.Errorf("%s is twice there, or longer than 64 KiB", s.Name)
			}
			names[s.Name] = true
		}
	}
}

// An update tells Lambda the old statements and the new ones in one event.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
func TestTheStatementsFitIntoAnEvent(t *testing.T) {
	t.Parallel()
	many := make([]string, 100)
	for i := range many {
		many[i] = fmt.Sprintf("twenty_four_characters_%d", i)
	}
	text, err := json.Marshal(Statements(of(many...)))
	if err != nil || 2*len(text) > 256<<10 {
		t.Errorf("the statements of %d services are %d bytes, twice as much as half of 256 KiB: %v", len(many), len(text), err)
	}
}

func TestTheOrderOfServicesChangesNoStatement(t *testing.T) {
	t.Parallel()
	if !slices.Equal(Statements(of("b", "a")), Statements(of("a", "b"))) {
		t.Error("got other statements in another order")
	}
}

// script is the SQL of statements.
func script(statements []Statement) (sql []string) {
	for _, s := range statements {
		sql = append(sql, s.SQL)
	}
	return sql
}

const isMember = "SELECT pg_has_role('chassis_admin', 'rds_iam', 'MEMBER')"

// runAll runs statements as the administrator, and after each of them looks at what must
// hold at any moment.
func runAll(t *testing.T, s *server, statements []Statement) {
	t.Helper()
	sql := []string{"SELECT 1"}
	for _, statement := range statements {
		sql = append(sql, statement.SQL, isMember)
	}
	if out := s.must(t, "chassis_admin", sql...); strings.Contains(out, "t") {
		t.Fatalf("the administrator becomes a member of rds_iam: %q", out)
	}
}

// endState is all that the catalogs say about roles, their schemas and the database.
const endState = `WITH mine AS (SELECT * FROM pg_roles WHERE rolname = ANY (CAST('{<roles>}' AS text[]))),
	everybody AS (SELECT oid, rolname FROM pg_roles UNION ALL SELECT 0, 'PUBLIC')
SELECT string_agg(line, E'\n' ORDER BY line) FROM (
	SELECT format('%s login=%s super=%s createdb=%s createrole=%s limit=%s until=%s password=%s', rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole,
		rolconnlimit, rolvaliduntil, (SELECT passwd IS NOT NULL FROM pg_shadow WHERE usename = rolname)) AS line FROM mine
	UNION ALL SELECT format('%s in %s admin=%s', m.rolname, r.rolname, a.admin_option) FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
		WHERE EXISTS (SELECT FROM mine WHERE mine.oid IN (r.oid, m.oid))
	UNION ALL SELECT format('%s has %s %s', rolname, replace(array_to_string(setconfig, ' '), '"', ''), datname) FROM pg_db_role_setting s
		JOIN mine ON mine.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
	UNION ALL SELECT format('database %s %s %s', rolname, a.privilege_type, a.is_grantable)
		FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a JOIN everybody e ON e.oid = a.grantee WHERE d.datname = 'chassis' AND a.grantee <> d.datdba
	UNION ALL SELECT format('schema %s %s %s %s', n.nspname, e.rolname, a.privilege_type, a.is_grantable)
		FROM mine JOIN pg_namespace n ON n.nspname = mine.rolname CROSS JOIN LATERAL aclexplode(n.nspacl) a JOIN everybody e ON e.oid = a.grantee WHERE a.grantee <> n.nspowner
	UNION ALL SELECT format('%s owns schema %s', CAST(CAST(nspowner AS regrole) AS text), nspname) FROM mine JOIN pg_namespace n ON n.nspname = mine.rolname
) AS lines`

// wanted is the end state for one service, which is ME.
const wanted = `ME login=t super=f createdb=f createrole=f limit=-1 until=infinity password=f
ME in rds_iam admin=f
ME has search_path=ME, public chassis
database ME CONNECT f
database ME TEMPORARY f
schema ME ME CREATE f
schema ME ME USAGE f
schema ME read_only USAGE f
chassis_admin owns schema ME`

// wantedReader is the end state for people.
const wantedReader = `read_only login=t super=f createdb=f createrole=f limit=-1 until=infinity password=f
read_only in rds_iam admin=f
read_only has default_transaction_read_only=on chassis
database read_only CONNECT f`

// checkState compares the end state of the roles with the wanted one.
func checkState(t *testing.T, s *server, roles ...string) {
	t.Helper()
	lines := strings.Split(wantedReader, "\n")
	for _, role := range roles {
		lines = append(lines, strings.Split(strings.ReplaceAll(wanted, "ME", role), "\n")...)
	}
	slices.Sort(lines)
	want := strings.Join(lines, "\n")
	if got := s.must(t, "rdsadmin", strings.ReplaceAll(endState, "<roles>", strings.Join(append(slices.Clone(roles), "read_only"), ","))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A run that dies after any statement, or none, and is then repeated as a whole.
func TestARunCanBeRepeated(t *testing.T) {
	t.Parallel()
	all := Statements(two)
	for k := range len(all) + 1 {
		s := running(t)
		runAll(t, s, all[:k])
		runAll(t, s, all)
		checkState(t, s, two.Services...)
	}
}

// migrates is what a service does with its schema each time that it starts.
const migrates = `CREATE TABLE IF NOT EXISTS kept (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
	CREATE INDEX ON kept (name); INSERT INTO kept (name) VALUES ('a');
	CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
	CREATE TABLE dropped (id int); ALTER TABLE dropped ADD COLUMN more jsonb; DROP TABLE dropped;
	CREATE TEMPORARY TABLE scratch (id int); SELECT count(*) FROM kept`

// Services come and go. The others do not notice, and what one leaves waits for it.
func TestEachServiceHasItsSchemaAndNothingOfTheOthers(t *testing.T) {
	t.Parallel()
	s := running(t)
	starts := map[string]int{}
	for _, roles := range [][]string{services[:1], services[:2], services[:3], services[1:3], nil, services} {
		runAll(t, s, Statements(of(roles...)))
		checkState(t, s, roles...)
		for _, role := range roles {
			starts[role]++
			if rows, err := s.impersonate(role, migrates); rows != fmt.Sprint(starts[role]) {
				t.Errorf("with %v: %s finds %q rows of its own, want %d: %v", roles, role, rows, starts[role], err)
			}
		}
		var reads, changes []string
		for left := range starts {
			// Also of a service that is no longer there.
			reads = append(reads, fmt.Sprintf(`SELECT FROM %q.kept`, left), fmt.Sprintf(`SELECT last_value FROM %q.kept_id_seq`, left))
			changes = append(changes, fmt.Sprintf(`INSERT INTO %q.kept (name) VALUES ('b')`, left), fmt.Sprintf(`UPDATE %q.kept SET name = 'b'`, left),
				fmt.Sprintf(`DELETE FROM %q.kept`, left), fmt.Sprintf(`TRUNCATE %q.kept`, left), fmt.Sprintf(`SELECT nextval('%q.kept_id_seq')`, left),
				fmt.Sprintf(`CREATE TABLE %q.mine (id int)`, left), fmt.Sprintf(`SET ROLE %q`, left))
		}
		if _, err := s.impersonate("read_only", strings.Join(append(reads, "SELECT 1"), "; ")); err != nil {
			t.Errorf("with %v: people cannot read: %v", roles, err)
		}
		if err := s.refused("read_only", append(changes, "CREATE TABLE public.mine (id int)", "CREATE SCHEMA mine", "CREATE TEMPORARY TABLE mine (id int)", "SET ROLE chassis_admin")); err != nil {
			t.Errorf("with %v: people: %v", roles, err)
		}
		for _, role := range roles {
			attempts := []string{
				"CREATE TABLE public.mine (id int)",
				"CREATE SCHEMA mine",
				// PostgreSQL checks the right before it checks whether the schema exists.
				`CREATE SCHEMA IF NOT EXISTS "` + role + `"`,
				`DROP SCHEMA "` + role + `" CASCADE`,
				"SET ROLE chassis_admin",
				"CREATE ROLE mine",
			}
			for other := range starts {
				if other != role {
					attempts = append(attempts, `SELECT * FROM "`+other+`".kept`, `CREATE TABLE "`+other+`".mine (id int)`, `SET ROLE "`+other+`"`)
				}
			}
			if err := s.refused(role, attempts); err != nil {
				t.Errorf("with %v: %s: %v", roles, role, err)
			}
		}
	}
}

// refused tries statements as a role, and fails with those that the role may run.
func (s *server) refused(role string, statements []string) error {
	var attempts strings.Builder
	for _, sql := range statements {
		fmt.Fprintf(&attempts, "BEGIN EXECUTE $x$%[1]s$x$; may = array_append(may, $x$%[1]s$x$); EXCEPTION WHEN insufficient_privilege THEN NULL; END;\n", sql)
	}
	_, err := s.impersonate(role, "DO $$ DECLARE may text[] = '{}'; BEGIN\n"+attempts.String()+"IF may <> '{}' THEN RAISE EXCEPTION 'may %', may; END IF; END $$")
	return err
}

// The administrator's password is still good, because it is no member of rds_iam.
func TestOnlyTheRolesAndTheAdministratorMayConnect(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 2, len(services)} {
		s := running(t)
		s.must(t, "rdsadmin", "CREATE ROLE somebody LOGIN PASSWORD '"+password+"'")
		s.must(t, "somebody", "SELECT 1")
		runAll(t, s, Statements(of(services[:n]...)))
		checkState(t, s, services[:n]...)
		s.must(t, "chassis_admin", "SELECT 1")
		s.mustFail(t, "permission denied for database", "somebody", "SELECT 1")
		for _, role := range append([]string{"read_only"}, services[:n]...) {
			s.mustFail(t, "pg_hba.conf rejects", role, "SELECT 1") // without a token
		}
	}
}

func TestADatabaseMayBeCalledLikeAKeyword(t *testing.T) {
	t.Parallel()
	s := running(t)
	s.must(t, "rdsadmin", `CREATE DATABASE "order" OWNER chassis_admin`)
	t.Cleanup(func() { s.must(t, "rdsadmin", `DROP DATABASE "order"`) })
	if _, err := s.run("order", "chassis_admin", script(Statements(Database{"order", "chassis_admin", "read_only", services}))...); err != nil {
		t.Error(err)
	}
}
