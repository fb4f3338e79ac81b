package data

import (
	_ "embed"
	"slices"
	"strings"
)

// recordedSQL is what makes the database roles. The update command writes it from the
// statements that the tests of lib/stacks/databaseroles try on PostgreSQL. They have gaps
// for names, and a template must hold exactly that with its names.
//
//go:embed testdata/statements.sql
var recordedSQL string

// betweenStatements is a comment, so that the file stays SQL.
const betweenStatements = "\n\n-- next statement\n\n"

// RecordedSQL is the file for the statements that were tried.
func RecordedSQL(statements []string) string {
	return strings.Join(statements, betweenStatements) + "\n"
}

// statements are those of the file, with names in their gaps.
func statements(database, administrator string, roles []string) []string {
	quoted := slices.Sorted(slices.Values(roles))
	for i := range quoted {
		quoted[i] = "'" + quoted[i] + "'"
	}
	filled := strings.NewReplacer("<database>", database, "<administrator>", administrator, "<roles>", strings.Join(quoted, ", ")).Replace(recordedSQL)
	return strings.Split(strings.TrimSuffix(filled, "\n"), betweenStatements)
}
