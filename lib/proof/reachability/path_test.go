package reachability_test

import (
	"math/rand/v2"
	"net/url"
	pathpkg "path"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/reachability"
)

func TestAPathLeadsWhereTheListenerSendsIt(t *testing.T) {
	t.Parallel()
	m := model(t)
	for path, want := range map[string]struct {
		counted bool
		routed  string // the usual reading first
	}{
		"/":                       {false, "answers 404"},
		"/service/x":              {false, "service-api"},
		"/admin":                  {true, "admin-api"},
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
		if got := judged[0]; (got.Counted != nil) != want.counted || strings.Join(got.Routed, ", ") != want.routed || got.Restricted {
			t.Errorf("%s is counted %v and leads to %q, want %t and %q", path, got.Counted, got.Routed, want.counted, want.routed)
		}
	}
}

// onlyKnown adds a rule that refuses a path to all but an IP set, or to all but others.
func onlyKnown(action, addresses string) checktest.Change {
	rule := `{"Name": "Known", "Priority": 1, "Action": {"` + action + `": {}}, "Statement": {"AndStatement": {"Statements": [
		{"ByteMatchStatement": {"FieldToMatch": {"UriPath": {}}, "PositionalConstraint": "STARTS_WITH", "SearchString": "/service", "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}]}}, ` + addresses + `]}}}`
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		acl := checktest.Find(t, p, "Security/WebAcl")
		acl.Properties["Rules"] = append(acl.Properties["Rules"].([]any), checktest.Decoded(t, rule))
	}
}

func TestAPathIsForKnownAddressesOnlyByARuleThatBlocksAllOthers(t *testing.T) {
	t.Parallel()
	const set = `{"IPSetReferenceStatement": {"Arn": "x"}}`
	for name, tc := range map[string]struct {
		change     checktest.Change
		restricted bool
	}{
		"others are blocked":  {onlyKnown("Block", `{"NotStatement": {"Statement": `+set+`}}`), true},
		"others are counted":  {onlyKnown("Count", `{"NotStatement": {"Statement": `+set+`}}`), false},
		"they are blocked":    {onlyKnown("Block", set), false},
		"others by a country": {onlyKnown("Block", `{"NotStatement": {"Statement": {"GeoMatchStatement": {}}}}`), false},
	} {
		m := model(t, tc.change)
		for path, want := range map[string]bool{"/SERVICE/x": tc.restricted, "/admin": false} {
			if judged, err := m.Path(path); err != nil || judged[0].Restricted != want {
				t.Errorf("%s: %s is restricted %v (%v), want %t", name, path, judged, err, want)
			}
		}
	}
}

// In any mixture of the tricks, what the load balancer may send to a service that is
// limited is counted. /admin/../x is another matter: if the load balancer did not
// resolve it, the service would get a path that is none of its own.
func TestNoMixtureOfTricksGetsPastTheRateRule(t *testing.T) {
	t.Parallel()
	p := platform(t)
	m := reachability.New(p.Assembly)
	i := slices.IndexFunc(p.Settings.Services, func(s config.Service) bool { return s.RateLimitPerFiveMinutes > 0 })
	limited := p.Settings.Services[i]
	random := rand.New(rand.NewPCG(1, 2)) // #nosec G404 -- the same paths in every run
	tricks := append([]string{"/", "//", "/./", "/x/../", "/%2e/", "/%2E%2e/", "/%2f", "%2F", "a", "%61", "%41", "A", ";", "%00", "%25", "x"}, reachability.Spellings(limited.Path)...)
	reached := 0
	for range 3000 {
		var path strings.Builder
		path.WriteString("/")
		for range 1 + random.IntN(6) {
			path.WriteString(tricks[random.IntN(len(tricks))])
		}
		judged, err := m.Path(path.String())
		if err != nil || len(judged) != 1 {
			t.Fatal(judged, err)
		}
		if !slices.Contains(judged[0].Routed, limited.Name) {
			continue
		}
		reached++
		decoded, err := url.PathUnescape(path.String())
		if err != nil {
			t.Fatal(err)
		}
		resolved := strings.ToLower(pathpkg.Clean(decoded)) + "/"
		if judged[0].Counted == nil && strings.HasPrefix(resolved, limited.Path+"/") {
			t.Errorf("%s may reach %s and is not counted", path.String(), limited.Name)
		}
	}
	if reached < 150 {
		t.Errorf("only %d of the paths reach %s: the tricks try nothing", reached, limited.Name)
	}
}
