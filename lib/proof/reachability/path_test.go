package reachability_test

import (
	"math/rand/v2"
	"net/url"
	pathpkg "path"
	"slices"
	"strings"
	"testing"
)

func TestAPathLeadsWhereTheListenerSendsIt(t *testing.T) {
	t.Parallel()
	m := model(t, nil)
	for path, want := range map[string]struct {
		counted bool
		routed  string // the usual reading first
	}{
		"/":                       {false, "answers 404"},
		"/service/x":              {false, "service-api"},
		"/admin":                  {true, "admin-api"},
		"/admin/":                 {true, "admin-api"},
		"/ADMIN/x":                {true, "answers 404"},
		"//admin/x":               {true, "answers 404, admin-api"},
		"/%61dmin/x":              {true, "admin-api, answers 404"},
		"/%2561dmin/x":            {false, "answers 404"},
		"/service/../admin/x":     {true, "admin-api, service-api"},
		"/service/%2e%2E/admin/x": {true, "admin-api, service-api"},
		"/admin/../service/x":     {false, "service-api, admin-api"},
		"/administrator":          {false, "answers 404"},
		"/service/admin/x":        {false, "service-api"},
		"/a/./b/../../admin":      {true, "admin-api, answers 404"},
		"/../admin":               {true, "admin-api, answers 404"},
		"/admin/.":                {true, "admin-api"},
		"/%zz/admin":              {false, "answers 404"},
	} {
		judged, err := m.Path(path)
		if err != nil || len(judged) != 1 {
			t.Fatal(judged, err)
		}
		if got := judged[0]; (got.Counted != nil) != want.counted || strings.Join(got.Routed, ", ") != want.routed {
			t.Errorf("%s is counted %v and leads to %q, want %t and %q", path, got.Counted, got.Routed, want.counted, want.routed)
		}
	}
}

// In any mixture of the tricks, what the load balancer may send to admin-api is
// counted. /admin/../x is another matter: if the load balancer did not resolve it,
// admin-api would get a path that is none of its own.
func TestNoMixtureOfTricksGetsPastTheRateRule(t *testing.T) {
	t.Parallel()
	m := model(t, nil)
	random := rand.New(rand.NewPCG(1, 2)) // #nosec G404 -- the same paths in every run
	tricks := []string{"/", "//", "/./", "/x/../", "/service/../", "/%2e/", "/%2E%2e/", "/%2f", "%2F", "a", "%61", "%41", "A", "admin", "ADMIN", "%61dmin", "adm%69n", ";", "%00", "%25", "x"}
	reached := 0
	for range 5000 {
		var path strings.Builder
		path.WriteString("/")
		for range 1 + random.IntN(6) {
			path.WriteString(tricks[random.IntN(len(tricks))])
		}
		p := path.String()
		judged, err := m.Path(p)
		if err != nil || len(judged) != 1 {
			t.Fatal(judged, err)
		}
		s := judged[0]
		if !slices.Contains(s.Routed, "admin-api") {
			continue
		}
		reached++
		decoded, err := url.PathUnescape(p)
		if err != nil {
			t.Fatal(err)
		}
		resolved := strings.ToLower(pathpkg.Clean(decoded)) + "/"
		if s.Counted == nil && strings.HasPrefix(resolved, "/admin/") {
			t.Errorf("%s may reach admin-api and is not counted", p)
		}
	}
	if reached < 150 {
		t.Errorf("only %d of the paths reach admin-api: the tricks try nothing", reached)
	}
}
