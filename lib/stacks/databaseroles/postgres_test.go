package databaseroles

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// required makes a missing server a failure, for machines on which these tests must run.
const required = "CHASSIS_TEST_REQUIRES_POSTGRES"

// server is a PostgreSQL 15 in a directory of its own, reached by its socket only.
type server struct {
	bin, dir string
	as       *account // of whom it runs, or nil for us
}

// account is a user of the operating system.
type account struct{ uid, gid uint32 }

// free are the servers that no test has. The roles are the server's, so each has one test at
// a time. It is nil where no server is installed.
var free chan *server

// servers run at a time: what they do is mostly to wait for each other's programs.
const servers = 3

func TestMain(m *testing.M) {
	os.Exit(withServers(m.Run))
}

// withServers starts servers around the tests. They need no port: clients find each by the
// directory of its socket.
func withServers(run func() int) (code int) {
	bin, found := serverBinaries()
	if !found {
		if os.Getenv(required) != "" {
			fmt.Fprintln(os.Stderr, "no PostgreSQL 15 server is installed, and", required, "is set")
			return 1
		}
		return run()
	}
	started := make(chan error, servers)
	free = make(chan *server, servers)
	for range servers {
		dir, err := os.MkdirTemp("", "chassis-pg-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		s := &server{bin: bin, dir: dir}
		defer func() {
			s.stop()
			_ = os.RemoveAll(dir)
		}()
		go func() {
			started <- s.start()
			free <- s
		}()
	}
	for range servers {
		if err := <-started; err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	if code != 0 {
		return code
	}
	return run()
}

// serverBinaries finds the programs where Debian puts them, or on the PATH.
func serverBinaries() (dir string, found bool) {
	const debian = "/usr/lib/postgresql/15/bin"
	if _, err := os.Stat(filepath.Join(debian, "postgres")); err == nil {
		return debian, true
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", false
	}
	version, err := exec.Command(path, "--version").Output()
	return filepath.Dir(path), err == nil && strings.Contains(string(version), ") 15.")
}

func (s *server) start() error {
	if os.Getuid() == 0 {
		// PostgreSQL refuses to run as root.
		for _, name := range []string{"postgres", "nobody"} {
			found, err := user.Lookup(name)
			if err != nil {
				continue
			}
			uid, _ := strconv.ParseUint(found.Uid, 10, 32)
			gid, _ := strconv.ParseUint(found.Gid, 10, 32)
			s.as = &account{uint32(uid), uint32(gid)}
			if err := os.Chown(s.dir, int(uid), int(gid)); err != nil {
				return err
			}
			break
		}
	}
	data := filepath.Join(s.dir, "data")
	if _, err := s.program("initdb", "-D", data, "-U", "rdsadmin", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"); err != nil {
		return err
	}
	// RDS lists members of rds_iam in the same file, and ignores their passwords. A reject
	// replaces PAM and the token.
	rules := "local all rdsadmin trust\nlocal all +rds_iam reject\nlocal all all scram-sha-256\n"
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(rules), 0o600); err != nil {
		return err
	}
	_, err := s.program("pg_ctl", "start", "-w", "-s", "-D", data, "-l", filepath.Join(s.dir, "log"),
		"-o", "-c listen_addresses= -c fsync=off -c unix_socket_directories="+s.dir)
	if err == nil {
		_, err = s.run("postgres", "rdsadmin", "CREATE DATABASE chassis")
	}
	return err
}

func (s *server) stop() {
	_, _ = s.program("pg_ctl", "stop", "-m", "immediate", "-s", "-D", filepath.Join(s.dir, "data"))
}

// program runs a PostgreSQL program and returns what it prints.
func (s *server) program(name string, args ...string) (string, error) {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PGPASSWORD="+password)
	if s.as != nil {
		runAs(cmd, *s.as)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(stdout.String()), nil
}

// run runs statements as a user, each in a transaction of its own like the Data API,
// until one fails, and returns their rows.
func (s *server) run(database, user string, statements ...string) (string, error) {
	args := []string{"-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-h", s.dir, "-U", user, "-d", database}
	for _, sql := range statements {
		args = append(args, "-c", sql)
	}
	return s.program("psql", args...)
}

const password = "right"

// reset restores the state of a new database in RDS: rds_iam, and an administrator who is
// no superuser, may create roles and owns the database. It empties the database, because
// a new one takes five times as long.
func (s *server) reset(t *testing.T) {
	t.Helper()
	_, err := s.run("chassis", "rdsadmin", `DO $$
		DECLARE item record;
		BEGIN
		  FOR item IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP
		    EXECUTE format('REASSIGN OWNED BY %I TO rdsadmin', item.rolname);
		    EXECUTE format('DROP OWNED BY %I CASCADE', item.rolname);
		  END LOOP;
		  FOR item IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP
		    EXECUTE format('DROP ROLE %I', item.rolname);
		  END LOOP;
		  FOR item IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
		    EXECUTE format('DROP SCHEMA %I CASCADE', item.nspname);
		  END LOOP;
		END $$`,
		"CREATE SCHEMA public AUTHORIZATION pg_database_owner",
		"GRANT USAGE ON SCHEMA public TO PUBLIC",
		"CREATE ROLE rds_iam NOLOGIN",
		"CREATE ROLE rds_superuser NOLOGIN",
		"CREATE ROLE chassis_admin LOGIN NOSUPERUSER CREATEROLE CREATEDB PASSWORD '"+password+"' IN ROLE rds_superuser",
		"ALTER DATABASE chassis OWNER TO chassis_admin",
		"REVOKE ALL ON DATABASE chassis FROM PUBLIC, chassis_admin",
		"GRANT CONNECT, TEMPORARY ON DATABASE chassis TO PUBLIC",
		"GRANT ALL ON DATABASE chassis TO chassis_admin",
	)
	if err != nil {
		t.Fatal(err)
	}
}

func (s *server) must(t *testing.T, user string, statements ...string) string {
	t.Helper()
	out, err := s.run("chassis", user, statements...)
	if err != nil {
		t.Fatalf("as %s: %v", user, err)
	}
	return out
}

// mustFail wants statements to end with an error that says something.
func (s *server) mustFail(t *testing.T, says, user string, statements ...string) {
	t.Helper()
	if out, err := s.run("chassis", user, statements...); err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("as %s: got %q and %v, want an error that says %q", user, out, err, says)
	}
}

// impersonate runs a statement with a role's rights, without logging in as it.
func (s *server) impersonate(role, sql string) (string, error) {
	return s.run("chassis", "rdsadmin", `SET SESSION AUTHORIZATION "`+role+`"; SET search_path = "`+role+`", public; `+sql)
}

// taken are the servers of the tests that run, by the name of the test.
var taken sync.Map

// running returns the server of a test, with a fresh database. The test has it to its end.
func running(t *testing.T) *server {
	t.Helper()
	if free == nil {
		t.Skip("no PostgreSQL 15 server is installed (Debian: postgresql-15), so the SQL was not run")
	}
	s, has := taken.Load(t.Name())
	if !has {
		s = <-free
		taken.Store(t.Name(), s)
		t.Cleanup(func() {
			taken.Delete(t.Name())
			free <- s.(*server)
		})
	}
	of := s.(*server)
	of.reset(t)
	return of
}
