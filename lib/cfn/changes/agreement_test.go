package changes

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

const (
	// listedFor is the cfn-lint whose differences are listed. Nothing pins cfn-lint, and another
	// one has the registry of another day: then only what could lose data counts.
	listedFor = "1.51.0"
	// carefulElsewhere is how many paths the table may have that the registry does not, in
	// types that hold no data and that the platform does not use.
	carefulElsewhere = 210
)

// matter returns the types that hold data and those that the recorded platforms use.
func matter(t *testing.T) map[string]bool {
	t.Helper()
	types := map[string]bool{}
	for _, name := range assembly.DataTypes() {
		types[name] = true
	}
	for name, k := range kinds() {
		if k.stateful {
			types[name] = true
		}
	}
	for _, recorded := range []string{"prod", "kinds"} {
		a, err := assembly.Read(filepath.Join("..", "..", "proof", "platformtest", "testdata", recorded))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range a.Stacks {
			for _, r := range s.Resources {
				if _, known := kinds()[r.Type]; known {
					types[r.Type] = true
				}
			}
		}
	}
	return types
}

// agreement is what comes out when the table is held against the registry.
type agreement struct {
	types, paths int
	found        map[difference]bool
	// elsewhere counts the more careful paths of types that do not matter.
	elsewhere int
}

func (r registry) compare(important map[string]bool) agreement {
	a := agreement{found: map[difference]bool{}}
	for name := range kinds() {
		s, ok := r.Types[name]
		if !ok {
			continue
		}
		a.types++
		a.paths += len(s.replacing())
		for _, d := range s.differences(name, tablePaths(name)) {
			if d.way == careful && !important[name] {
				a.elsewhere++
			} else {
				a.found[d] = true
			}
		}
	}
	return a
}

// complaints say which differences are not listed, and which are listed and gone. Version is
// that of cfn-lint.
func (a agreement) complaints(known map[difference]string, important map[string]bool, version string) []string {
	var found []string
	for d := range a.found {
		if known[d] == "" && (version == listedFor || d.way == silent && important[d.kind]) {
			found = append(found, fmt.Sprintf("the table is %s about %s: say why in %s, or correct it in internal/servicespec/corrections.go", d.way, d, knownDifferences))
		}
	}
	if version != listedFor {
		return found
	}
	for d := range known {
		if !a.found[d] {
			found = append(found, fmt.Sprintf("the table is no longer %s about %s: take it out of %s", d.way, d, knownDifferences))
		}
	}
	if a.elsewhere > carefulElsewhere {
		found = append(found, fmt.Sprintf("the table has %d paths more than the registry in types that do not matter, want %d at most", a.elsewhere, carefulElsewhere))
	}
	return found
}

func TestTheTableAgreesWithTheRegistry(t *testing.T) {
	t.Parallel()
	r := readRegistry(t)
	important := matter(t)
	for name := range important {
		if _, ok := r.Types[name]; !ok {
			t.Errorf("cfn-lint %s has no %s, so nothing judges what the table says of it", r.Version, name)
		}
	}
	got := r.compare(important)
	t.Logf("cfn-lint %s, differences listed for %s: %d types, %d of which matter, with %d paths that replace; %d differences, and %d more careful paths elsewhere",
		r.Version, listedFor, got.types, len(important), got.paths, len(got.found), got.elsewhere)
	if got.types < 1500 || got.paths < 3500 {
		t.Errorf("compared %d types and %d paths, want nearly all of CloudFormation's", got.types, got.paths)
	}
	for _, complaint := range got.complaints(listed(t), important, r.Version) {
		t.Error(complaint)
	}
}

func TestADifferenceIsListedOrComplainedAbout(t *testing.T) {
	t.Parallel()
	important := map[string]bool{"AWS::A::A": true}
	loss, elsewhere, wary := difference{silent, "AWS::A::A", "Name"}, difference{silent, "AWS::B::B", "Name"}, difference{careful, "AWS::A::A", "Size"}
	for name, tc := range map[string]struct {
		found, known []difference
		version      string
		more         int
		want         string
	}{
		"listed":                            {[]difference{loss, wary}, []difference{loss, wary}, listedFor, 0, ""},
		"not listed":                        {[]difference{loss}, nil, listedFor, 0, "silent about AWS::A::A Name"},
		"not listed, of another type":       {[]difference{elsewhere}, nil, listedFor, 0, "silent about AWS::B::B Name"},
		"not listed, and more careful":      {[]difference{wary}, nil, listedFor, 0, "careful about AWS::A::A Size"},
		"listed and gone":                   {nil, []difference{wary}, listedFor, 0, "no longer careful about AWS::A::A Size"},
		"more careful elsewhere":            {nil, nil, listedFor, carefulElsewhere + 1, "in types that do not matter"},
		"a loss with another cfn-lint":      {[]difference{loss}, nil, "2.0.0", 0, "silent about AWS::A::A Name"},
		"other types with another cfn-lint": {[]difference{elsewhere, wary}, nil, "2.0.0", carefulElsewhere + 1, ""},
		"gone with another cfn-lint":        {nil, []difference{loss}, "2.0.0", 0, ""},
	} {
		a := agreement{found: map[difference]bool{}, elsewhere: tc.more}
		for _, d := range tc.found {
			a.found[d] = true
		}
		known := map[difference]string{}
		for _, d := range tc.known {
			known[d] = "a reason"
		}
		got := a.complaints(known, important, tc.version)
		if (len(got) > 0) != (tc.want != "") || !strings.Contains(strings.Join(got, "\n"), tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
