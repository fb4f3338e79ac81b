package workflows_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a group shows as added is left out where it is a rule resource of a stack
// that is as it should be, and nothing else is.
func TestDriftIsWhatSomebodyChanged(t *testing.T) {
	t.Parallel()
	const (
		rule = `{"StackId": "arn:aws:cloudformation:x:1:stack/the-other/1", "ResourceType": "AWS::EC2::SecurityGroupEgress", "LogicalResourceId": "AlbToTasks", "StackResourceDriftStatus": %q,
			"ActualProperties": "{\"GroupId\": \"sg-1\", \"IpProtocol\": \"tcp\", \"FromPort\": 8080, \"ToPort\": 8080, \"DestinationSecurityGroupId\": \"sg-2\"}"}`
		group = `{"StackId": "arn:aws:cloudformation:x:1:stack/the-some/1", "ResourceType": "AWS::EC2::SecurityGroup", "LogicalResourceId": "Alb", "PhysicalResourceId": "sg-1", "StackResourceDriftStatus": "MODIFIED", "PropertyDifferences": [%s]}`
		added = `{"DifferenceType": %q, "PropertyPath": "/SecurityGroupEgress/1", "ExpectedValue": "null",
			"ActualValue": "{\"IpProtocol\": \"tcp\", \"FromPort\": %d, \"ToPort\": 8080, \"DestinationSecurityGroupId\": \"sg-2\"}"}`
	)
	drifts := func(resources ...string) string {
		return "cat <<'EOT'\n{\"StackResourceDrifts\": [" + strings.Join(resources, ", ") + "]}\nEOT"
	}
	own, inSync := fmt.Sprintf(added, "ADD", 8080), fmt.Sprintf(rule, "IN_SYNC")
	for name, tc := range map[string]struct{ aws, says string }{
		"nothing":                        {drifts(inSync), ""},
		"the template's own rule":        {drifts(fmt.Sprintf(group, own), inSync), ""},
		"a rule that nobody declared":    {drifts(fmt.Sprintf(group, own+", "+fmt.Sprintf(added, "ADD", 22)), inSync), `the-some: Alb (AWS::EC2::SecurityGroup) MODIFIED`},
		"a rule that is another":         {drifts(fmt.Sprintf(group, own), fmt.Sprintf(rule, "MODIFIED")), "the-some: Alb (AWS::EC2::SecurityGroup) MODIFIED"},
		"another group's rule":           {drifts(strings.Replace(fmt.Sprintf(group, own), "sg-1", "sg-3", 1), inSync), "the-some: Alb (AWS::EC2::SecurityGroup) MODIFIED"},
		"a rule that is gone":            {drifts(fmt.Sprintf(group, fmt.Sprintf(added, "REMOVE", 8080)), inSync), "REMOVE /SecurityGroupEgress/1"},
		"a resource that is gone":        {drifts(fmt.Sprintf(rule, "DELETED")), "the-other: AlbToTasks (AWS::EC2::SecurityGroupEgress) DELETED"},
		"a stack that may not be looked": {"echo AccessDenied >&2; exit 254", "AccessDenied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{"node_modules/.bin/cdk": "", "bin/aws": tc.aws})
			manifest := `{"artifacts": {"Some": {"type": "aws:cloudformation:stack", "properties": {"stackName": "the-some"}}}}`
			if err := errors.Join(os.Mkdir(filepath.Join(dir, "cdk.out"), 0o700), os.WriteFile(filepath.Join(dir, "cdk.out", "manifest.json"), []byte(manifest), 0o600)); err != nil {
				t.Fatal(err)
			}
			got, err := script(t, dir, environ, "drift", "cdk.out")
			if (err == nil) != (tc.says == "") || !strings.Contains(got, tc.says) || tc.says == "" && got != "" {
				t.Errorf("it ends with %v and says %q, want %q", err, got, tc.says)
			}
			if found := calls(t, dir); !slices.Contains(found, "cdk drift --app cdk.out --no-notices") {
				t.Errorf("it detected nothing: %q", found)
			}
		})
	}
}
