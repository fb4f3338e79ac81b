package reachability_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/reachability"
)

func TestAReportSaysTheSameThreeTimes(t *testing.T) {
	t.Parallel()
	p := platform(t)
	r := reachability.New(p.Assembly).Report(p.Settings)
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back reachability.Report
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if n := len(r.Components); len(back.Open)+len(back.Closed) != n*(n-1) || len(back.SinglePoints) != len(r.SinglePoints) || len(back.Paths) != len(r.Paths) {
		t.Errorf("of %d components the JSON has %d open and %d closed connections", n, len(back.Open), len(back.Closed))
	}
	for name, text := range map[string]string{"text": r.Text(), "Markdown": r.Markdown()} {
		for _, want := range []string{
			"internet → Alb:443 (/admin, /admin/*) → admin-api:8080", "no route to other networks in VpcIsolatedSubnet1RouteTable",
			"Aurora: The proxy's connection pool", "works: through VpcPublicSubnet2NATGateway", "/%61dmin/x", "Session Manager", "one bastion",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s lacks %s", name, want)
			}
		}
	}
	for _, arrow := range []string{"internet -->|80, 443| n", "-->|443| n", "-->|443| internet", "-->|5432| n"} {
		if !strings.Contains(r.Markdown(), arrow) {
			t.Errorf("the picture lacks the arrow %s", arrow)
		}
	}
	if again := reachability.New(p.Assembly).Report(p.Settings); again.Markdown() != r.Markdown() {
		t.Error("two reports of one platform differ")
	}
}
