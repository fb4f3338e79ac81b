package data

import (
	_ "embed"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

// recordedSQL is what makes the database roles, each statement after a line with its name.
// The update command writes it from the statements that the tests of
// lib/stacks/databaseroles try on PostgreSQL. They have gaps for names, and a template
// must hold exactly that with its names.
//
//go:embed testdata/statements.sql
var recordedSQL string

// Statement is one SQL statement.
type Statement struct{ Name, SQL string }

// beforeName is a comment, so that the file stays SQL.
const beforeName = "-- statement "

// RecordedSQL is the file for the statements that were tried.
func RecordedSQL(statements []Statement) string {
	var text strings.Builder
	for _, s := range statements {
		text.WriteString(beforeName + s.Name + "\n\n" + s.SQL + "\n\n")
	}
	return text.String()
}

// statements are those of the file, with names in their gaps.
func statements(database, administrator string, services []string) []Statement {
	quoted := slices.Sorted(slices.Values(services))
	for i := range quoted {
		quoted[i] = "'" + quoted[i] + "'"
	}
	filled := strings.NewReplacer("<database>", database, "<administrator>", administrator, "<reader>", config.ReadOnlyRole,
		"<services>", strings.Join(quoted, ", ")).Replace(recordedSQL)
	var list []Statement
	for _, part := range strings.Split(filled, beforeName)[1:] {
		name, sql, _ := strings.Cut(part, "\n\n")
		list = append(list, Statement{name, strings.TrimSuffix(sql, "\n\n")})
	}
	return list
}
