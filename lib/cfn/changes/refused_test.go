package changes_test

import (
	"slices"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
)

func TestAnUpdateThatAServiceRefusesIsFound(t *testing.T) {
	t.Parallel()
	const (
		cache    = "AWS::ElastiCache::ReplicationGroup"
		database = "AWS::RDS::DBCluster"
		failover = "the service switches failover on only when a replica runs"
		versions = "the service never takes a cluster back to an older version"
	)
	type properties = map[string]any
	nodes := func(count float64, failover any) properties {
		return properties{"NumCacheClusters": count, "AutomaticFailoverEnabled": failover}
	}
	engine := func(version any) properties { return properties{"EngineVersion": version} }
	for name, tc := range map[string]struct {
		resourceType  string
		before, after properties
		want          []string
	}{
		"the first replica and the failover":  {cache, nodes(1, false), nodes(2, true), []string{"Data/X: NumCacheClusters changes from 1 to 2 and AutomaticFailoverEnabled to true at once, but " + failover}},
		"both where neither was said":         {cache, properties{}, nodes(3, "true"), []string{"Data/X: NumCacheClusters changes from 1 to 3 and AutomaticFailoverEnabled to true at once, but " + failover}},
		"the first replica alone":             {cache, nodes(1, false), nodes(2, false), nil},
		"the failover alone":                  {cache, nodes(2, false), nodes(2, true), nil},
		"a third node":                        {cache, nodes(2, true), nodes(3, true), nil},
		"a third node and the failover":       {cache, nodes(2, false), nodes(3, true), nil},
		"back to one node":                    {cache, nodes(2, true), nodes(1, false), nil},
		"a failover that was there":           {cache, nodes(1, true), nodes(2, true), nil},
		"an older version":                    {database, engine("15.18"), engine("15.17"), []string{"Data/X: EngineVersion changes from 15.18 to 15.17, but " + versions}},
		"a version with fewer digits":         {database, engine("15.10"), engine("15.9"), []string{"Data/X: EngineVersion changes from 15.10 to 15.9, but " + versions}},
		"an older major version":              {database, engine("16.4"), engine("15.18"), []string{"Data/X: EngineVersion changes from 16.4 to 15.18, but " + versions}},
		"an older Aurora of the same MySQL":   {database, engine("8.0.mysql_aurora.3.08.1"), engine("8.0.mysql_aurora.3.08.0"), nil},
		"the same version":                    {database, engine("15.17"), engine("15.17"), nil},
		"a newer version with more digits":    {database, engine("15.9"), engine("15.10"), nil},
		"a version that the source decides":   {database, engine("15.18"), engine(nil), nil},
		"a version where none was said":       {database, engine(nil), engine("15.17"), nil},
		"another type with the same property": {"AWS::ElastiCache::CacheCluster", engine("7.1"), engine("7.0"), nil},
	} {
		with := func(properties properties) *assembly.Assembly {
			s := &assembly.Stack{ID: "Data", Resources: map[string]*assembly.Resource{}}
			s.Resources["X"] = &assembly.Resource{Stack: s, LogicalID: "X", Type: tc.resourceType, Properties: properties}
			return &assembly.Assembly{Stacks: []*assembly.Stack{s}}
		}
		refused := func(found ...changes.Change) []string {
			var lines []string
			for _, r := range changes.Refusals(with(tc.before), with(tc.after), found) {
				lines = append(lines, r.String())
			}
			return lines
		}
		if got := refused(changes.Change{Name: "Data/X", Action: changes.Update}, changes.Change{Name: "Data/Y", Action: changes.Replace}); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
		if got := refused(changes.Change{Name: "Data/X", Action: changes.Replace}); got != nil {
			t.Errorf("%s in a new one: got %q, want nothing", name, got)
		}
	}
}
