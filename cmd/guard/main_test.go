package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fixture(name ...string) string {
	return filepath.Join(append([]string{"..", "..", "lib", "cfn", "changes", "testdata"}, name...)...)
}

// write puts text into a new file.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheReportAndTheVerdict(t *testing.T) {
	t.Parallel()
	base, changed := fixture("base"), fixture("subnet-group-31426")
	const cluster = "Data/Aurora (AWS::RDS::DBCluster) REPLACED: DBSubnetGroupName (Data/Subnets is replaced); " +
		"it holds the databases: UpdateReplacePolicy Snapshot keeps a last snapshot, from which somebody must restore"
	const rest = "Data/Subnets (AWS::RDS::DBSubnetGroup) REPLACED: DBSubnetGroupName\n" +
		"Data/Writer (AWS::RDS::DBInstance) REPLACED: DBClusterIdentifier (Data/Aurora is replaced)\n"
	const danger = "data would be lost or lose its protection: Data/Aurora; if that is meant, pass -allow for each"
	for name, tc := range map[string]struct {
		args           []string
		stdout, stderr string
	}{
		"nothing changes":                                 {[]string{base, base}, "no changes\n", ""},
		"the database is lost":                            {[]string{base, changed}, cluster + "\n" + rest, danger},
		"its loss is allowed":                             {[]string{"-allow", "Data/Aurora", base, changed}, cluster + " (allowed)\n" + rest, ""},
		"flags may stand behind":                          {[]string{base, changed, "--allow=Data/Aurora"}, cluster + " (allowed)\n" + rest, ""},
		"a deployed template":                             {[]string{"Data=" + filepath.Join(base, "Data.template.json"), changed}, cluster + "\n" + rest, danger},
		"several of them":                                 {[]string{"Data=" + filepath.Join(base, "Data.template.json"), "Network=" + filepath.Join(base, "Network.template.json"), base}, "no changes\n", ""},
		"a stack that is not named is taken as unchanged": {[]string{"Network=" + filepath.Join(base, "Network.template.json"), changed}, "no changes\n", ""},
		"a replacement reaches a stack that is not named": {
			[]string{"Network=" + filepath.Join(base, "Network.template.json"), fixture("replaced-through-export"), "-allow", "Data/Cache"},
			"Network/CacheSubnets (AWS::ElastiCache::SubnetGroup) REPLACED: CacheSubnetGroupName\n" +
				"Data/Cache (AWS::ElastiCache::ReplicationGroup) REPLACED: CacheSubnetGroupName (Network/CacheSubnets is replaced); it holds the cache's content, " +
				"sessions and queues included: UpdateReplacePolicy Snapshot keeps a last snapshot, from which somebody must restore (allowed)\n", "Data imports shop-network:CacheSubnets, which would be gone or another value: CloudFormation refuses that while it is in use; let go of it in one change, and change it in another",
		},
		"a stack that is not deployed": {
			[]string{"Data=none", base},
			"Data/Aurora (AWS::RDS::DBCluster) created\nData/Cache (AWS::ElastiCache::ReplicationGroup) created\nData/Files (AWS::S3::Bucket) created\n" +
				"Data/Images (AWS::ECR::Repository) created\nData/Key (AWS::KMS::Key) created\nData/Subnets (AWS::RDS::DBSubnetGroup) created\n" +
				"Data/Writer (AWS::RDS::DBInstance) created\nData: beside its resources, Conditions, Parameters differ\n", "",
		},
		"help": {[]string{"-h"}, usage, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := run(tc.args, &stdout)
			if stdout.String() != tc.stdout {
				t.Errorf("stdout is\n%swant\n%s", stdout.String(), tc.stdout)
			}
			if got := message(err); got != tc.stderr {
				t.Errorf("the error is %q, want %q", got, tc.stderr)
			}
		})
	}
}

// edited is the base fixture with texts replaced.
func edited(t *testing.T, edits ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range []string{"manifest.json", "Network.template.json", "Data.template.json"} {
		text, err := os.ReadFile(filepath.Join(fixture("base"), file))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.NewReplacer(edits...).Replace(string(text))
		if err := os.WriteFile(filepath.Join(dir, file), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheStackThatGoesFirstIsNamed(t *testing.T) {
	t.Parallel()
	base := fixture("base")
	removed := edited(t, `, {"Fn::ImportValue": "shop-network:SubnetB"}`, "", `"Export": {"Name": "shop-network:SubnetB"}`, `"Description": "not for others"`)
	exchanged := edited(t, `"shop-network:SubnetB"`, `"shop-network:SubnetC"`)
	const line = "Data must be deployed first, alone (cdk deploy Data --exclusively): as deployed it imports shop-network:SubnetB, which would be gone"
	const outputs = "Network: beside its resources, Outputs differ\n"
	const refused = "shop-network:SubnetB, which would be gone; but it cannot be, because it also wants shop-network:SubnetC"
	for name, tc := range map[string]struct {
		args           []string
		stdout, stderr string
	}{
		"in the report":          {[]string{base, removed}, "Data/Subnets (AWS::RDS::DBSubnetGroup) updated: SubnetIds\n" + outputs, line},
		"by who takes the order": {[]string{"-in-order", base, removed}, "Data/Subnets (AWS::RDS::DBSubnetGroup) updated: SubnetIds\n" + outputs + line + "\n", ""},
		"for a script":           {[]string{"-first", base, removed}, "Data\n", ""},
		"nothing for a script":   {[]string{base, base, "-first"}, "", ""},
		"no order in the report": {[]string{base, exchanged}, outputs, refused},
		"no order for anybody":   {[]string{base, exchanged, "-in-order"}, outputs, refused},
		"no order for a script":  {[]string{"-first", base, exchanged}, "", refused},
		"-first with -allow":     {[]string{"-first", "-allow", "Data/Cache", base, exchanged}, "", "does not belong"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := run(tc.args, &stdout)
			if tc.stderr == "" && stdout.String() != tc.stdout || !strings.Contains(stdout.String(), tc.stdout) {
				t.Errorf("stdout is\n%swant\n%s", stdout.String(), tc.stdout)
			}
			if got := message(err); (got == "") != (tc.stderr == "") || !strings.Contains(got, tc.stderr) {
				t.Errorf("the error is %q, want %q", got, tc.stderr)
			}
		})
	}
}

func TestWhatAWSRefusesIsRefusedWithItsSteps(t *testing.T) {
	t.Parallel()
	const cache, engine = `"CacheNodeType": `, `"EngineVersion": `
	one := edited(t, cache, `"NumCacheClusters": 1, "AutomaticFailoverEnabled": false, `+cache)
	for name, tc := range map[string]struct {
		before, after string
		want          string
	}{
		"the first replica and the failover": {
			one, edited(t, cache, `"NumCacheClusters": 2, "AutomaticFailoverEnabled": true, `+cache),
			"Data/Cache: NumCacheClusters changes from 1 to 2 and AutomaticFailoverEnabled to true at once, but the service switches failover on only when a replica runs; " +
				"deploy it with cacheFailover false first, and then without cacheFailover",
		},
		"the first step": {one, edited(t, cache, `"NumCacheClusters": 2, "AutomaticFailoverEnabled": false, `+cache), ""},
		"an older version": {
			edited(t, engine+`"15.`, engine+`"16.`), fixture("base"),
			", but the service never takes a cluster back to an older version; set auroraVersion to the version that runs, or a later one",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.before == tc.after {
				t.Fatal("nothing is edited")
			}
			var stdout bytes.Buffer
			got := message(run([]string{tc.before, tc.after}, &stdout))
			if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) || strings.Contains(got, "\n") {
				t.Errorf("the error is %q, want one line with %q", got, tc.want)
			}
			if !strings.Contains(stdout.String(), "updated: ") {
				t.Errorf("the report is %q, want the update in it", stdout.String())
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestBadInputIsOneLineAndNoReport(t *testing.T) {
	t.Parallel()
	base, changed := fixture("base"), fixture("subnet-group-31426")
	template := filepath.Join(base, "Data.template.json")
	unfinished := t.TempDir()
	if err := os.CopyFS(unfinished, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(base, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	asks := strings.Replace(string(manifest), `"version"`, `"missing": [{"key": "ami:x"}], "version"`, 1)
	if err := os.WriteFile(filepath.Join(unfinished, "manifest.json"), []byte(asks), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no arguments":                        {nil, "want an old and a new side, got 0"},
		"one side":                            {[]string{base}, "want an old and a new side, got 1"},
		"a missing path":                      {[]string{base, "nowhere"}, "read cloud assembly nowhere: "},
		"a missing old path":                  {[]string{"nowhere", base}, "nowhere is no directory"},
		"a directory that is no assembly":     {[]string{base, fixture()}, "manifest.json"},
		"an old one that is no assembly":      {[]string{fixture(), base}, "manifest.json"},
		"a file as the new side":              {[]string{base, template}, template},
		"a template without its stack":        {[]string{template, base}, "is given as <Stack>=<file>"},
		"three assemblies":                    {[]string{base, base, base}, "is not <Stack>=<file>"},
		"a stack that there is not":           {[]string{"Date=" + template, base}, "has no stack Date, only Network, Data"},
		"a stack given twice":                 {[]string{"Data=" + template, "Data=" + template, base}, "stack Data is given twice"},
		"a stack without a file":              {[]string{"Data=", base}, `"Data=" is not <Stack>=<file>`},
		"a file that there is not":            {[]string{"Data=nowhere.json", base}, "nowhere.json: no such file"},
		"a file that is no template":          {[]string{"Data=" + write(t, "{}"), base}, "no Resources"},
		"a file that is no JSON":              {[]string{"Data=" + write(t, "Resources:\n  A:\n"), base}, "a template in YAML cannot be read: convert it to JSON first"},
		"an assembly with lookups to do":      {[]string{base, unfinished}, "still has to look up ami:x"},
		"an unknown flag":                     {[]string{"-force", base, changed}, "-force"},
		"-allow without a value":              {[]string{base, changed, "-allow"}, "-allow"},
		"-allow without a stack":              {[]string{"-allow", "Aurora", base, changed}, "want <Stack>/<LogicalId>"},
		"-allow with an empty half":           {[]string{"-allow", "Data/", base, changed}, "want <Stack>/<LogicalId>"},
		"-allow with too much":                {[]string{"-allow", "Data/Aurora/Writer", base, changed}, "want <Stack>/<LogicalId>"},
		"-allow of what there is not":         {[]string{"-allow", "Data/Nothing", base, changed}, "-allow Data/Nothing: no such resource is in danger"},
		"-allow of what is in no danger":      {[]string{"-allow", "Data/Writer", base, changed}, "-allow Data/Writer: no such resource is in danger"},
		"-allow where nothing changes at all": {[]string{"-allow", "Data/Aurora", base, base}, "-allow Data/Aurora: no such resource is in danger"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := run(tc.args, &stdout)
			if got := message(err); !strings.Contains(got, tc.want) || strings.Contains(got, "\n") {
				t.Errorf("the error is %q, want one line with %q", got, tc.want)
			}
			if stdout.Len() > 0 {
				t.Errorf("stdout is %q, want nothing", stdout.String())
			}
		})
	}
}
