package config

// HasShell reports whether people may open a shell in the tasks of a service: of one that
// always runs.
func (e Environment) HasShell(s Service) bool { return e.Shell && s.AlwaysRuns() }

func checkShell(e Environment, fail reporter) {
	if e.Shell && e.Like == Prod {
		fail("shell must be false in an environment like prod, because ECS Exec works as root and on a writable root file system, got true")
	}
}
