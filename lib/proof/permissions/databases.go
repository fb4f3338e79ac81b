package permissions

import (
	"regexp"
	"strings"
)

// databaseUser is the resource of rds-db:connect: a database user behind a cluster,
// an instance or a proxy, by the id that AWS gave it.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
var databaseUser = regexp.MustCompile(`^arn:aws:rds-db:.*:dbuser:(.+)/([^/]+)$`)

// dataAPI runs SQL without a network path to the database.
var dataAPI = []string{"rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds-data:ExecuteSql"}

func (a *analysis) databaseAccess() []DatabaseAccess {
	var found []DatabaseAccess
	for _, p := range a.powers("rds-db:connect") {
		row := DatabaseAccess{p.who.String(), a.readable(p.on.String()), "any", a.conditions(p.statement)}
		if parts := databaseUser.FindStringSubmatch(row.Database); parts != nil {
			row.Database, row.User = parts[1], parts[2]
			for _, suffix := range []string{" id}", ".DBClusterResourceId}", ".DbiResourceId}"} {
				if name, known := strings.CutSuffix(row.Database, suffix); known {
					row.Database = strings.TrimPrefix(name, "${")
				}
			}
		}
		found = append(found, row)
	}
	for _, p := range a.powers(dataAPI...) {
		database := a.readable(p.on.String())
		if _, cluster, _ := strings.Cut(database, ":cluster:${"); cluster != "" && !p.on.Not() {
			database = strings.TrimSuffix(cluster, "}")
		}
		found = append(found, DatabaseAccess{p.who.String(), database, "of any secret it may read (Data API)", a.conditions(p.statement)})
	}
	return joined(found, func(d DatabaseAccess) string { return rowKey(d.Conditions, d.Database, d.User, d.Who) }, nil)
}
