package reachability_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/reachability"
)

// singleZone is the platform as dev has it: two zones, and everything in one of them.
var singleZone = edits{
	"App/ServiceTasks " + network + "Subnets": "[" + imported("PrivateA") + "]",
	"App/AdminTasks " + network + "Subnets":   "[" + imported("PrivateA") + "]",
	"App/ServiceScaling MinCapacity":          "1",
	"App/AdminScaling MinCapacity":            "1",
	"App/RedisSubnets SubnetIds":              "[" + imported("IsolatedA") + "]",
	"App/Redis NumCacheClusters":              "1",
	"App/AuroraReader":                        "null",
	"Network/NatC":                            "null",
	"Network/AddressC":                        "null",
	"Network/PrivateCRoute":                   "null",
}

func TestASingleZoneListsWhatDependsOnIt(t *testing.T) {
	t.Parallel()
	m := model(t, singleZone)
	for zone, want := range map[string]string{
		"ap-northeast-2a": "admin-api has its tasks: all 1 run there\n" +
			"admin-api reaches the internet: it is in ap-northeast-2a only\n" +
			"service-api has its tasks: all 1 run there\n" +
			"service-api reaches the internet: it is in ap-northeast-2a only\n" +
			"Aurora has a writer: its only instance is there\n" +
			"Redis has a primary: all nodes are there\n" +
			"Bastion runs: it is in ap-northeast-2a only",
		"ap-northeast-2c": "",
	} {
		for _, l := range m.ZoneLosses() {
			var gone []string
			for _, c := range l.Lost() {
				gone = append(gone, c.Name+": "+c.How)
			}
			if got := strings.Join(gone, "\n"); l.Zone == zone && got != want {
				t.Errorf("without %s there is lost\n%s\nwant\n%s", zone, got, want)
			}
		}
	}
	// The model itself is unchanged.
	if got := len(m.Zones()); got != 2 {
		t.Errorf("after the loss of each zone was judged, the model has %d zones", got)
	}
}

// The last instance is the writer, to which read-only sessions do not go.
func TestAReadOnlyEndpointNeedsAReader(t *testing.T) {
	t.Parallel()
	reading := `{"Type": "AWS::RDS::DBProxyEndpoint", "Properties": {"DBProxyName": {"Ref": "Proxy"}, "TargetRole": "READ_ONLY",
		"VpcSecurityGroupIds": [` + imported("ProxyGroup") + `], "VpcSubnetIds": [` + imported("IsolatedA") + "," + imported("IsolatedC") + `]}}`
	third := `{"Type": "AWS::RDS::DBInstance", "Properties": {"AvailabilityZone": "ap-northeast-2c", "DBClusterIdentifier": {"Ref": "Aurora"}, "PubliclyAccessible": false}}`
	for name, tc := range map[string]struct {
		changes edits
		gone    string // the zones without which it takes no sessions
	}{
		"one reader":  {edits{"App/Reading": reading}, "ap-northeast-2a ap-northeast-2c"},
		"two readers": {edits{"App/Reading": reading, "App/AuroraThird": third}, "ap-northeast-2c"},
	} {
		m := model(t, tc.changes)
		var gone []string
		for _, l := range m.ZoneLosses() {
			for _, c := range l.Lost() {
				if c.Name == "Reading accepts sessions" {
					gone = append(gone, l.Zone)
				}
			}
		}
		if got := strings.Join(gone, " "); got != tc.gone {
			t.Errorf("%s: without %q it takes no sessions, want %q", name, got, tc.gone)
		}
		for _, v := range m.Verdicts() {
			if v.ID == "zone-loss" && len(v.Wrong) > 0 {
				t.Errorf("%s: %v", name, v.Wrong)
			}
		}
	}
}

func TestAccessThroughAPIsIsListed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		changes edits
		want    string
	}{
		"as it is":               {nil, "Bastion Aurora"},
		"ECS Exec":               {edits{"App/AdminTasks EnableExecuteCommand": "true"}, "admin-api Bastion Aurora"},
		"no Data API":            {edits{"App/Aurora EnableHttpEndpoint": "false"}, "Bastion"},
		"a host without a role":  {edits{"App/Bastion IamInstanceProfile": "null"}, "Aurora"},
		"a role that may little": {edits{"App/BastionRole Policies": "[]"}, "Aurora"},
		"a policy of AWS":        {edits{"App/BastionRole Policies": "[]", "App/BastionRole ManagedPolicyArns": `["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]`}, "Bastion Aurora"},
		"a policy beside it": {edits{
			"App/BastionRole Policies": "[]",
			"App/BastionPolicy":        `{"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "BastionRole"}], "PolicyDocument": {"Statement": [{"Action": "ssmmessages:*"}]}}}`,
		}, "Bastion Aurora"},
	} {
		var got []string
		for _, d := range model(t, tc.changes).APIAccesses() {
			got = append(got, d.To)
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: there is access to %v, want %s", name, got, tc.want)
		}
	}
}

func TestAReportSaysTheSameThreeTimes(t *testing.T) {
	t.Parallel()
	r := model(t, nil).Report()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back reachability.Report
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Open) != len(r.Open) || len(back.Open)+len(back.Closed) != 8*7 || len(back.Paths) != len(reachability.PathVariants) {
		t.Errorf("of 8 components the JSON has %d open and %d closed connections, and %d paths", len(back.Open), len(back.Closed), len(back.Paths))
	}
	for name, text := range map[string]string{"text": r.Text(), "Markdown": r.Markdown()} {
		for _, want := range []string{
			"internet → Alb:443 (/admin, /admin/*) → admin-api:8080", "no route to other networks in IsolatedATable",
			"AuroraGroup: Pool", "works: through NatC", "/%61dmin/x", "Session Manager",
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
	if again := model(t, nil).Report(); again.Markdown() != r.Markdown() || again.Text() != r.Text() {
		t.Error("two reports of one platform differ")
	}
}

func BenchmarkReport(b *testing.B) {
	a, err := assembly.Read(filepath.Join("testdata", "platform"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m := reachability.New(a, "prod")
		m.Report()
		for _, v := range m.Verdicts() {
			if len(v.Wrong) > 0 {
				b.Fatal(v)
			}
		}
	}
}
