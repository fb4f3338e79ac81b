package data

import (
	_ "embed"
	"strings"
)

// recordedSQL is what makes the database roles. The update command writes it from the
// statements that the tests of lib/stacks/databaseroles try on PostgreSQL, and a template
// must hold exactly that.
//
//go:embed testdata/statements.sql
var recordedSQL string

// betweenStatements is a comment, so that the file stays SQL.
const betweenStatements = "\n\n-- next statement\n\n"

// RecordedSQL is the file for the statements that were tried.
func RecordedSQL(statements []string) string {
	return strings.Join(statements, betweenStatements) + "\n"
}

// statements are those of the file.
func statements() []string {
	return strings.Split(strings.TrimSuffix(recordedSQL, "\n"), betweenStatements)
}
