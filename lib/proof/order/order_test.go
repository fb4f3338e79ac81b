package order_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/order"
)

// assemblyOf reads an assembly of stacks, the second of which depends on the first.
func assemblyOf(t *testing.T, network, compute string) *assembly.Assembly {
	t.Helper()
	dir := t.TempDir()
	for file, text := range map[string]string{
		"Network.template.json": network, "Compute.template.json": compute,
		"manifest.json": `{"version": "53.0.0", "artifacts": {
			"Network": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/eu-west-1", "properties": {"templateFile": "Network.template.json"}},
			"Compute": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/eu-west-1", "properties": {"templateFile": "Compute.template.json"}, "dependencies": ["Network"]}}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read, err := assembly.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

const (
	exporting = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"O": {"Value": {"Ref": "T"}, "Export": {"Name": "n:t"}}}}`
	importing = `{"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"Tags": [{"Key": "a", "Value": {"Fn::ImportValue": "n:t"}}]}}}}`
	without   = `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}`
	alone     = `{"Resources": {"A": {"Type": "AWS::SQS::Queue"}}}`
)

func group(retention, name string) string {
	return `{"Resources": {"G": {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "Retain", "Properties": {"RetentionInDays": ` + retention + `}}, "S": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "` + name + `"}}}}`
}

func cluster(subnets, version string) string {
	return `{"Resources": {"D": {"Type": "AWS::RDS::DBCluster", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot", "Properties": {"DBClusterIdentifier": "x", "DBSubnetGroupName": "` + subnets + `", "Engine": "aurora-postgresql", "EngineVersion": "` + version + `"}}}}`
}

func TestOnlyWhatATeamMustKnowIsSaid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after [2]string
		want          []string
	}{
		"nothing":                     {[2]string{exporting, importing}, [2]string{exporting, importing}, nil},
		"something more":              {[2]string{without, alone}, [2]string{exporting, importing}, nil},
		"an export that goes":         {[2]string{exporting, importing}, [2]string{without, alone}, []string{"Compute first, alone"}},
		"a longer retention":          {[2]string{without, group("7", "a")}, [2]string{without, group("30", "a")}, nil},
		"a shorter retention":         {[2]string{without, group("30", "a")}, [2]string{without, group("7", "a")}, []string{"the guard asks: AWS::Logs::LogGroup is protected less"}},
		"what cannot change in place": {[2]string{without, group("7", "a")}, [2]string{without, group("7", "b")}, []string{"replaces: AWS::EC2::SecurityGroup"}},
		"what keeps its name":         {[2]string{without, cluster("a", "15.17")}, [2]string{without, cluster("b", "15.17")}, []string{"two steps: the new AWS::RDS::DBCluster cannot have the name x before the old one is gone", "the guard asks: AWS::RDS::DBCluster REPLACED"}},
		"what restarts in place":      {[2]string{without, cluster("a", "15.17")}, [2]string{without, cluster("a", "15.18")}, []string{"interrupts: the database restarts"}},
	} {
		v := order.Of(assemblyOf(t, tc.before[0], tc.before[1]), assemblyOf(t, tc.after[0], tc.after[1]))
		if got := v.Lines(); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func TestThePageNamesEverySettingOnce(t *testing.T) {
	t.Parallel()
	page := order.Page([]order.Trial{
		{Setting: "quiet", Value: "1"},
		{Setting: "loud", Value: "1", Back: order.Verdict{Steps: []string{"Compute first, alone"}}},
		{Setting: "loud", Value: "2"},
		{Setting: "services.port", Value: "2", Beside: `"a": 1`, There: order.Verdict{Down: []string{"interrupts: it"}}},
	}, []string{"never"})
	if got := order.Settings(page); !slices.Equal(got, []string{"loud", "never", "quiet", "services.port"}) {
		t.Errorf("it names %q", got)
	}
	for _, want := range []string{
		"| `loud` | `1` | – | Compute first, alone |\n",
		"| `services.port` | `2`, with `\"a\": 1` before and after | interrupts: it | – |\n",
		"## Settings without any of this\n\n`quiet`.\n",
		"## Settings that prod refuses\n\n`never`.\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page is without %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "| `loud` | `2` |") {
		t.Error("a change without any of this has a row")
	}
}
