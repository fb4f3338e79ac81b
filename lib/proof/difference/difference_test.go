package difference

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

var (
	unchanged Before
	once      sync.Once
)

// reported is the report of a change of the recorded platform, which is examined once.
func reported(t *testing.T, change checktest.Change) Report {
	t.Helper()
	once.Do(func() { unchanged = From(recorded.Platform(t)) })
	after := recorded.Platform(t)
	change(t, &after)
	r, err := unchanged.To(after)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func section(r Report, title string) []string {
	for _, s := range r.Sections {
		if s.Title == title {
			return s.Lines
		}
	}
	return nil
}

func TestAHarmfulChangeIsNamedInItsSection(t *testing.T) {
	t.Parallel()
	statement := func(action, resource string) string {
		return `{"Statement": [{"Effect": "Allow", "Action": "` + action + `", "Resource": ` + resource + `}], "Version": "2012-10-17"}`
	}
	for name, tc := range map[string]struct {
		change        checktest.Change
		section, want string
	}{
		"a database renamed":          {checktest.Set("Data/Aurora", `"other"`, "DBClusterIdentifier"), "Data at risk", "Data/Aurora"},
		"fewer backups":               {checktest.Set("Data/Aurora", `1`, "BackupRetentionPeriod"), "Data at risk", "BackupRetentionPeriod"},
		"a database without a policy": {checktest.Policies("Data/Aurora", "Delete", "Delete"), "Data at risk", "DeletionPolicy"},
		"a database unprotected":      {checktest.Set("Data/Aurora", `false`, "DeletionProtection"), "Data at risk", "DeletionProtection is removed"},
		"a log for a day":             {checktest.Set("Compute/ServiceApiLogGroup", `1`, "RetentionInDays"), "Data at risk", "RetentionInDays"},
		"a key that is off":           {checktest.Set("Security/DataKey", `false`, "Enabled"), "Data at risk", "Enabled true becomes false"},
		"a repository gone":           {checktest.Drop("Security/ServiceImagesRepository"), "Data at risk", "DELETED"},
		"a group opened to the internet": {
			checktest.Put("Network/Door", "AWS::EC2::SecurityGroupIngress", `{"GroupId": {"Fn::GetAtt": ["@ServiceApi", "GroupId"]}, "CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}`),
			"Connections", "opens: the rule into ServiceApi from 0.0.0.0/0 tcp 8080",
		},
		"a flow that goes":        {checktest.Drop("Network/ServiceApitoNetworkProxyBAF83EFA5432"), "Connections", "closes: service-api to Proxy (tcp 5432)"},
		"a public address":        {checktest.Set("Compute/ServiceApiReleaseService", `"ENABLED"`, "NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"), "Open to the internet", "opens: service-api with an address on the internet"},
		"a rule that goes":        {checktest.Drop("Compute/AdminApiListenerRule"), "Requests", "/admin and below on Alb:443: answers 404"},
		"a rule to another":       {checktest.Set("Compute/AdminApiListenerRule", `{"Ref": "@ServiceApiTargetGroup"}`, "Actions", 0, "TargetGroupArn"), "Requests", "/admin and below on Alb:443: service-api, at most 100"},
		"a policy widened":        {checktest.Set("Compute/ServiceApiTaskRoleDefaultPolicy", statement("s3:*", `"*"`), "PolicyDocument"), "Permissions", "now: Compute/ServiceApi/TaskRole may s3:* on *"},
		"a right taken":           {checktest.Set("Compute/ServiceApiTaskRoleDefaultPolicy", statement("s3:GetObject", `"arn:aws:s3:::a/b"`), "PolicyDocument"), "Permissions", "no more: Compute/ServiceApi/TaskRole may rds-db:connect"},
		"a way to more rights":    {checktest.Set("Compute/ServiceApiTaskRoleDefaultPolicy", statement("iam:PutRolePolicy", `"*"`), "PolicyDocument"), "Permissions", "a way to more rights: "},
		"a trust widened":         {checktest.Set("Compute/ServiceApiTaskRole", `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::999999999999:root"}}], "Version": "2012-10-17"}`, "AssumeRolePolicyDocument"), "Open to the internet", "opens: another account 999999999999 may sts:AssumeRole"},
		"a trust of another role": {checktest.Set("Compute/ServiceApiTaskRole", `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}], "Version": "2012-10-17"}`, "AssumeRolePolicyDocument"), "Permissions", "now: Compute/ServiceApi/TaskRole lets service lambda.amazonaws.com sts:AssumeRole"},
		"a policy of AWS":         {checktest.Set("Compute/ServiceApiTaskRole", `["arn:aws:iam::aws:policy/PowerUserAccess"]`, "ManagedPolicyArns"), "Permissions", "now: Compute/ServiceApi/TaskRole has the policy "},
		"a denial gone":           {checktest.Set("Security/AlertsPolicy", `{"Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*", "Principal": {"Service": "events.amazonaws.com"}}], "Version": "2012-10-17"}`, "PolicyDocument"), "Permissions", "no more: everyone is denied sns:Publish"},
		"a role swapped":          {checktest.Set("Compute/ServiceApiReleaseTaskDefinition", `{"Fn::GetAtt": ["@AdminApiTaskRole", "Arn"]}`, "TaskRoleArn"), "Permissions", "now: Compute/AdminApi/TaskRole is the role of Compute/ServiceApi"},
		"a key that others use":   {checktest.Set("Security/DataKey", `[]`, "KeyPolicy", "Statement"), "Permissions", "no more: "},
		"a cache without TLS":     {checktest.Set("Data/RedisReplicationGroup", `false`, "TransitEncryptionEnabled"), "Protection and alarms", "TransitEncryptionEnabled false, instead of true: Data/RedisReplicationGroup"},
		"a proxy without TLS":     {checktest.Set("Data/Proxy", `false`, "RequireTLS"), "Protection and alarms", "RequireTLS false"},
		"a rule that counts":      {checktest.Set("Security/WebAcl", `{"Count": {}}`, "Rules", 0, "OverrideAction"), "Protection and alarms", "Security/WebAcl"},
		"no flow log":             {checktest.Drop("Network/VpcFlowLog"), "Everything else", "gone: Network/VpcFlowLog"},
		"another command":         {checktest.Set("Compute/ServiceApiReleaseTaskDefinition", `["sh"]`, "ContainerDefinitions", 0, "Command"), "Everything else", "ContainerDefinitions[service-api].Command [sh], instead of nothing"},
		"a port more":             {checktest.Set("Network/ServiceApitoNetworkProxyBAF83EFA5432", `5440`, "ToPort"), "Connections", "opens: the rule out of ServiceApi to Proxy tcp 5432-5440"},
		"other addresses":         {checktest.Put("Network/Web", "AWS::EC2::SecurityGroupIngress", `{"GroupId": {"Fn::GetAtt": ["@Alb", "GroupId"]}, "CidrIp": "203.0.113.0/24", "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443}`), "Open to the internet", "Alb on tcp 8443 to 203.0.113.0/24"},
		"what nobody knows":       {checktest.Put("Data/Peer", "AWS::EC2::VPCPeeringConnection", `{"VpcId": "vpc-1", "PeerVpcId": "vpc-2"}`), "Not understood", "Data/Peer"},
		"a broken promise":        {checktest.Set("Data/Aurora", `false`, "StorageEncrypted"), "Broken promises", "R3.4: Data/Aurora"},
		"an administrator": {
			checktest.Put("Compute/NewRole", "AWS::IAM::Role", `{"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}`),
			"Permissions", "new: Compute/NewRole has the policy arn:aws:iam::aws:policy/AdministratorAccess",
		},
		"another port":           {checktest.Set("Compute/ServiceApiTargetGroup", `9090`, "Port"), "Order", "the port changes from 8080 to 9090"},
		"an older engine":        {checktest.Set("Data/Aurora", `"15.1"`, "EngineVersion"), "Order", "would be refused: "},
		"an alarm gone":          {checktest.Drop("Compute/AlarmsDatabaseConnections"), "Protection and alarms", "gone: chassis-prod-database-connections"},
		"an alarm that is quiet": {checktest.Set("Compute/AlarmsBalancerErrors", `[]`, "AlarmActions"), "Protection and alarms", "AlarmActions [], instead of [${Security/Alerts"},
		"an alarm that waits":    {checktest.Set("Compute/AlarmsBalancerErrors", `90`, "Threshold"), "Protection and alarms", "Threshold 90, instead of 5: chassis-prod-balancer-errors"},
		"a rule that is off":     {checktest.Set("Compute/AlarmsEventsTaskDied", `"DISABLED"`, "State"), "Protection and alarms", "State DISABLED, instead of "},
		"a balancer unprotected": {checktest.Set("Compute/Alb", `[]`, "LoadBalancerAttributes"), "Protection and alarms", "deletion_protection.enabled is removed"},
		"a stack that may go":    {checktest.Stack("Network", func(s *assembly.Stack) { s.TerminationProtection = false }), "Data at risk", "TerminationProtection UNPROTECTED"},
		"an export that goes": {
			checktest.Stack("Network", func(s *assembly.Stack) {
				for id, output := range s.Outputs {
					if assembly.At(output, "Export") != nil {
						delete(s.Outputs, id)
					}
				}
			}),
			"Order", "CloudFormation refuses that while it is in use",
		},
		"a number":      {checktest.Settings(func(e *config.Environment) { e.LogRetentionDays = 1 }), "Settings", "logRetentionDays 1, instead of"},
		"another value": {checktest.Settings(func(e *config.Environment) { e.Services[0].Environment = map[string]string{"MODE": "other"} }), "Settings", "service-api: environment MODE"},
		"a rule that lets nothing through": {
			checktest.Put("Network/Door", "AWS::EC2::SecurityGroupIngress", `{"GroupId": {"Fn::GetAtt": ["@Redis", "GroupId"]}, "SourceSecurityGroupId": {"Fn::GetAtt": ["@Bastion", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379}`),
			"Connections", "opens: the rule into Redis from Bastion tcp 6379",
		},
		"another tasks": {checktest.Changes(checktest.Set("Compute/ServiceApiReleaseServiceTaskCountTarget", `9`, "MinCapacity"), checktest.Settings(func(e *config.Environment) { e.Services[0].MinTasks = 9 })), "Settings", "minTasks 9, instead of"},
		"a node more":   {checktest.Set("Data/RedisReplicationGroup", `5`, "NumCacheClusters"), "Costs", "US dollars a month"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reported(t, tc.change)
			if lines := section(r, tc.section); !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, tc.want) }) {
				t.Errorf("%s has %q, want one with %q\n%s", tc.section, lines, tc.want, r.Text())
			}
		})
	}
}

func TestAHarmlessChangeIsNothing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]checktest.Change{
		"nothing":                   checktest.Changes(),
		"a description of a stack":  checktest.Stack("Data", func(s *assembly.Stack) { s.Description = "other" }),
		"a description of a role":   checktest.Set("Compute/ServiceApiTaskRole", `"other"`, "Description"),
		"a description of an alarm": checktest.Set("Compute/AlarmsBalancerErrors", `"other"`, "AlarmDescription"),
		"a tag":                     checktest.Set("Data/Aurora", `[{"Key": "Owner", "Value": "me"}]`, "Tags"),
		"metadata": func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/Aurora").Metadata["aws:cdk:note"] = "other"
		},
		"a wait more": checktest.After("Compute/AlarmsBalancerErrors", "Cluster"),
		"an order of dimensions": func(t *testing.T, p *check.Platform) {
			t.Helper()
			slices.Reverse(assembly.List(checktest.Find(t, p, "Compute/AlarmsEventsFailed").At("Metrics")))
		},
		"a default that is written": checktest.Set("Compute/AlarmsBalancerErrors", `true`, "ActionsEnabled"),
		"an output's words":         checktest.Output("Compute", "Url", `{"Description": "other", "Value": "https://example.org"}`),
		"a dashboard":               checktest.Set("Compute/OverviewDashboard", `"{}"`, "DashboardBody"),
		"statements in another order": func(t *testing.T, p *check.Platform) {
			t.Helper()
			statements := assembly.List(checktest.Find(t, p, "Compute/ServiceApiExecutionRoleDefaultPolicy").At("PolicyDocument", "Statement"))
			slices.Reverse(statements)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A promise about the words may be broken: no settings say what is written here.
			r := reported(t, change)
			r.Sections = slices.DeleteFunc(r.Sections, func(s Section) bool { return s.Title == "Broken promises" })
			if !r.Empty() {
				t.Errorf("the report is\n%s", r.Text())
			}
		})
	}
}

func TestAReportFitsOnAScreen(t *testing.T) {
	t.Parallel()
	r := reported(t, checktest.Set("Data/RedisReplicationGroup", `5`, "NumCacheClusters"))
	for name, text := range map[string]string{"text": r.Text(), "Markdown": r.Markdown()} {
		if got := strings.Count(text, "\n"); got > 40 || !strings.Contains(text, "Redis") {
			t.Errorf("the %s has %d lines:\n%s", name, got, text)
		}
	}
}

func TestTwoEnvironmentsAreNotCompared(t *testing.T) {
	t.Parallel()
	if _, err := Of(recorded.Platform(t), recorded.Kinds(t)); err == nil || !strings.Contains(err.Error(), "not of one environment") {
		t.Errorf("the error is %v", err)
	}
}
