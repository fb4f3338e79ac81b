package data

import (
	_ "embed"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

// recordedSQL is what makes the database roles, as it was reviewed: the SQL itself is
// tried on PostgreSQL where it is written, and a template must hold exactly that.
// The update command writes it.
//
//go:embed testdata/statements.sql
var recordedSQL string

// betweenStatements is a comment, so that the file stays SQL.
const betweenStatements = "\n\n-- next statement\n\n"

// RecordSQL is the file of the statements that a platform runs, in their order.
func RecordSQL(p check.Platform) string {
	v := check.Examine(p).Review()
	var texts []string
	for _, r := range statementResources(v) {
		texts = append(texts, call(v, r, "Create").Parameters.SQL)
	}
	return strings.Join(texts, betweenStatements) + "\n"
}

// statements are those of the file.
func statements() []string {
	return strings.Split(strings.TrimSuffix(recordedSQL, "\n"), betweenStatements)
}
