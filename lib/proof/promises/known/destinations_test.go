package known

import (
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	alarm     = "Compute/AlarmsBalancerErrors"
	bucket    = "Compute/AccessLogs"
	mailPipe  = "Security/FindingsMailPipe"
	rule      = "Compute/AlarmsEventsTaskDied"
	elsewhere = `"arn:aws:sns:ap-northeast-2:999988887777:alerts"`
)

func TestPropertiesOfTheTypesAreKnown(t *testing.T) {
	t.Parallel()
	set, put := checktest.Set, checktest.Put
	checktest.Test(t, []checktest.Breach{
		{Name: "a bucket that tells of its objects", Check: propertiesAreKnown, Change: set(bucket, `{"TopicConfigurations": [{"Event": "s3:ObjectCreated:*", "Topic": `+elsewhere+`}]}`, "NotificationConfiguration"), Want: "the property NotificationConfiguration TopicConfigurations[] Event of an AWS::S3::Bucket"},
		{Name: "a bucket with an inventory", Check: propertiesAreKnown, Change: set(bucket, `[{"Destination": {"BucketArn": "arn:aws:s3:::inventories"}}]`, "InventoryConfigurations"), Want: "InventoryConfigurations[] Destination BucketArn"},
		{Name: "a bucket in a class", Check: propertiesAreKnown, Change: set(bucket, `[{"StorageClass": "GLACIER", "TransitionInDays": 1}]`, "LifecycleConfiguration", "Rules", 0, "Transitions"), Want: "Transitions[] StorageClass"},
		{Name: "a key from outside", Check: propertiesAreKnown, Change: set("Security/DataKey", `"EXTERNAL"`, "Origin"), Want: "the property Origin of an AWS::KMS::Key"},
		{Name: "a key that other regions may copy", Check: propertiesAreKnown, Change: set("Security/DataKey", `true`, "MultiRegion"), Want: "MultiRegion"},
		{Name: "a copy of a secret", Check: propertiesAreKnown, Change: set("Data/RedisAuthToken", `[{"Region": "us-east-1"}]`, "ReplicaRegions"), Want: "ReplicaRegions[] Region"},
		{Name: "a pipe that logs to a bucket", Check: propertiesAreKnown, Change: set(mailPipe, `{"BucketName": "logs", "BucketOwner": "999988887777"}`, "LogConfiguration", "S3LogDestination"), Want: "LogConfiguration S3LogDestination BucketOwner"},
		{Name: "an alarm on another account", Check: propertiesAreKnown, Change: set("Compute/AlarmsErrorRate", `"999988887777"`, "Metrics", 0, "AccountId"), Want: "Metrics[] AccountId"},
		{Name: "an alarm that is over and tells somebody", Check: propertiesAreKnown, Change: set(alarm, `[`+elsewhere+`]`, "OKActions"), Want: "OKActions[]"},
		{Name: "a topic with subscribers of its own", Check: propertiesAreKnown, Change: set("Security/Alerts", `[{"Protocol": "email", "Endpoint": "ops@example.net"}]`, "Subscription"), Want: "Subscription[] Protocol"},
		{Name: "a fixed text in the place of an event", Check: propertiesAreKnown, Change: set(rule, `"nothing happened"`, "Targets", 0, "Input"), Want: "Targets[] Input"},
		{Name: "a type that copies", Check: propertiesAreKnown, Change: put("Security/New", "AWS::ECR::ReplicationConfiguration", `{}`), Want: "the platform has no AWS::ECR::ReplicationConfiguration"},
		{Name: "an object where a list belongs", Check: propertiesAreKnown, Change: set(rule, `{"Arn": "x"}`, "Targets"), Want: "the property Targets Arn"},
		{Name: "both outcomes of a condition", Check: propertiesAreKnown, Change: set("Security/DataKey", `{"Fn::If": ["x", {"Ref": "AWS::NoValue"}, true]}`, "MultiRegion"), Want: "MultiRegion"},
		{Name: "a function in the place of an object", Check: propertiesAreKnown, Change: set(bucket, `{"Fn::FindInMap": ["a", "b", "c"]}`, "LifecycleConfiguration"), Want: "the property LifecycleConfiguration"},
	})
}

func TestReferencesStayInThePlatform(t *testing.T) {
	t.Parallel()
	set := checktest.Set
	literal := `{"Fn::Sub": "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:other"}`
	checktest.Test(t, []checktest.Breach{
		{Name: "an alarm for another topic", Check: referencesStay, Change: set(alarm, literal, "AlarmActions", 0), Want: "AlarmActions[] is arn:aws:sns:ap-northeast-2:123456789012:other, want AWS::SNS::Topic"},
		{Name: "an alarm that stops a machine", Check: referencesStay, Change: set(alarm, `"arn:aws:automate:ap-northeast-2:ec2:terminate"`, "AlarmActions", 0), Want: "ec2:terminate"},
		{Name: "an event for another bus", Check: referencesStay, Change: set(rule, `"arn:aws:events:us-east-1:123456789012:event-bus/default"`, "Targets", 0, "Arn"), Want: "Targets[] Arn is"},
		{Name: "an event for a parameter", Check: referencesStay, Change: set(rule, `{"Ref": "ServiceImage"}`, "Targets", 0, "Arn"), Want: "Targets[] Arn is"},
		{Name: "a queue whose rest goes elsewhere", Check: referencesStay, Change: set("Security/FindingsMailQueue", `"arn:aws:sqs:ap-northeast-2:999988887777:q.fifo"`, "RedrivePolicy", "deadLetterTargetArn"), Want: "deadLetterTargetArn"},
		{Name: "a log in another group", Check: referencesStay, Change: set("Security/FindingsRelay", `"arn:aws:logs:ap-northeast-2:999988887777:log-group:x:*"`, "LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn"), Want: "LogGroupArn"},
		{Name: "a key of another account", Check: referencesStay, Change: set("Data/RedisReplicationGroup", `"arn:aws:kms:ap-northeast-2:999988887777:key/x"`, "KmsKeyId"), Want: "want AWS::KMS::Key of this platform"},
		{Name: "a mailbox that nobody named", Check: referencesStay, Change: checktest.Put("Security/New", "AWS::SNS::Subscription", `{"TopicArn": {"Ref": "@FindingsTopic"}, "Protocol": "email", "Endpoint": "a@example.com"}`), Want: "Endpoint is a@example.com, want AWS::SQS::Queue or what the settings name"},
		{Name: "a budget for somebody else", Check: referencesStay, Change: set("Security/Budget", `"a@example.com"`, "NotificationsWithSubscribers", 0, "Subscribers", 0, "Address"), Want: "Address"},
		{Name: "a queue of the team's", Check: referencesStay, Change: checktest.Changes(checktest.Put("Security/AdditionsOwn", "AWS::SQS::Queue", `{}`), ofATeam("Security/AdditionsOwn"), set("Security/FindingsMailQueue", `{"Fn::GetAtt": ["AdditionsOwn", "Arn"]}`, "RedrivePolicy", "deadLetterTargetArn")), Want: "which is a team's own"},
		{Name: "a connection for nobody", Check: connectionsAreUsed, Change: checktest.Put("Security/New", connection, `{"AuthorizationType": "API_KEY"}`), Want: "Security/New is used by no AWS::Events::ApiDestination"},
		{Name: "a destination for nobody", Check: connectionsAreUsed, Change: checktest.Put("Security/New", apiDestination, `{}`), Want: "Security/New is used by no AWS::Pipes::Pipe"},
	})
}

// ofATeam makes a resource one of a team's own.
func ofATeam(name string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		checktest.Find(t, p, name).Metadata = map[string]any{"aws:cdk:path": "Additions/" + name}
	}
}

func TestNothingLeaves(t *testing.T) {
	t.Parallel()
	set := checktest.Set
	text := func(value string) checktest.Change { return set("Compute/OverviewDashboard", value, "DashboardBody") }
	checktest.Test(t, []checktest.Breach{
		{Name: "another account", Check: nothingLeaves, Change: text(`"{\"endpoint\": \"arn:aws:lambda:ap-northeast-2:999988887777:function:x\"}"`), Want: "DashboardBody: arn:aws:lambda:ap-northeast-2:999988887777:function:x belongs to another account"},
		{Name: "another region", Check: nothingLeaves, Change: text(`{"Fn::Sub": "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:x"}`), Want: "belongs to another region"},
		{Name: "what the platform does not have", Check: nothingLeaves, Change: text(`{"Fn::Sub": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:x"}`), Want: "arn:aws:lambda:ap-northeast-2:${AWS::AccountId}:function:x names nothing that the platform has"},
		{Name: "a bucket somewhere", Check: nothingLeaves, Change: text(`"arn:aws:s3:::elsewhere"`), Want: "arn:aws:s3:::elsewhere belongs to another account, or to whom it does not say"},
		{Name: "the number of an account", Check: nothingLeaves, Change: text(`"999988887777"`), Want: "999988887777 is the number of another account"},
		{Name: "the name of a region", Check: nothingLeaves, Change: text(`"{\"region\": \"us-east-1\"}"`), Want: "us-east-1 is another region"},
		{Name: "a page on the internet", Check: nothingLeaves, Change: text(`"https://dashboards.example.com/x"`), Want: "https://dashboards.example.com/x is an address that the settings do not name"},
		{Name: "a mailbox", Check: nothingLeaves, Change: text(`"a@example.com"`), Want: "a@example.com is a mailbox"},
		{Name: "a host", Check: nothingLeaves, Change: text(`"203.0.113.7"`), Want: "203.0.113.7 is an address"},
		{Name: "a part of a named mailbox", Check: nothingLeaves, Change: checktest.Changes(text(`"s@example.net"`), checktest.Settings(func(e *config.Environment) { e.Alerts.Emails = []string{"ops@example.net"} })), Want: "s@example.net is a mailbox"},
		{Name: "a policy about another account", Check: nothingLeaves, Change: set("Data/DatabaseRead", `"arn:aws:ssm:ap-northeast-2:999988887777:document/x"`, "PolicyDocument", "Statement", 0, "Resource"), Want: "belongs to another account"},
		{Name: "a page in what people read", Check: nothingLeaves, Change: set("Security/FindingsRelay", `"'https://' & $states.input.detail.host"`, "DefinitionString"), Want: "https:// is an address"},
		{Name: "a reason of the platform's", Check: nothingLeaves, Change: reason("Security/Alerts", "it may"), Want: "counts only in lib/stacks/additions"},
		{Name: "a team's copy without a reason", Check: nothingLeaves, Change: copies(), Want: `offer.GoesOutside(<construct>, "999988887777", "<why>")`},
		{Name: "a team's permission on a bucket of whoever", Check: nothingLeaves, Change: checktest.Changes(
			checktest.Put("Data/AdditionsOwn", "AWS::IAM::Policy", `{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::copies/a"}}}`), ofATeam("Data/AdditionsOwn"),
		), Want: `offer.GoesOutside(<construct>, "arn:aws:s3:::copies/a", "<why>")`},
		{Name: "a team's reason for another account", Check: nothingLeaves, Change: checktest.Changes(copies(), reason("Data/AdditionsOwn", "partners read"), set("Data/AdditionsOwn", `"111122223333"`, "ReplicationConfiguration", "Rules", 0, "Destination", "Account")), Want: "111122223333 is the number of another account"},
		{Name: "a team's reason without words", Check: nothingLeaves, Change: checktest.Changes(copies(), reason("Data/AdditionsOwn", " ")), Want: "must say of each destination why in words"},
		{Name: "a team's reason for nothing", Check: nothingLeaves, Change: checktest.Changes(checktest.Put("Data/AdditionsOwn", "AWS::S3::Bucket", `{}`), reason("Data/AdditionsOwn", "it may")), Want: "nothing needs the reason under chassis:destination for 999988887777"},
		{Name: "a secret in a text", Check: readForTheseOnly, Change: set("Security/Alerts", `"{{resolve:secretsmanager:rds!cluster-1:SecretString:password}}"`, "DisplayName"), Want: "reads a secret into its DisplayName"},
		{Name: "a parameter that reads another", Check: readForTheseOnly, Change: parameter(`{"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/team/token"}`), Want: "stack Data: the parameter New reads /team/token"},
		{Name: "a topic in a parameter", Check: nothingLeaves, Change: parameter(`{"Type": "String", "Default": ` + elsewhere + `}`), Want: "stack Data: Parameters New Default: arn:aws:sns:ap-northeast-2:999988887777:alerts belongs to another account"},
		{Name: "a topic in a mapping", Check: nothingLeaves, Change: mapping(`{"a": {"b": ` + elsewhere + `}}`), Want: "stack Data: Mappings a b: arn:aws:sns"},
		{Name: "a stack whose events somebody hears", Check: deployedAsItStands, Change: deployed("notificationArns", []any{"arn:aws:sns:ap-northeast-2:999988887777:x"}), Want: "stack Data: no promise knows its notificationArns"},
		{Name: "a role of another account", Check: deployedAsItStands, Change: deployed("cloudFormationExecutionRoleArn", "arn:aws:iam::999988887777:role/cdk-hnb659fds-cfn-exec-role-999988887777-ap-northeast-2"), Want: "want the cfn-exec-role of the bootstrap"},
	})
}

// copies is a team's bucket that copies its objects.
func copies() checktest.Change {
	return checktest.Changes(checktest.Put("Data/AdditionsOwn", "AWS::S3::Bucket", `{"ReplicationConfiguration": {"Rules": [{"Destination": {"Account": "999988887777"}}]}}`), ofATeam("Data/AdditionsOwn"))
}

func reason(name, why string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := checktest.Find(t, p, name)
		if r.Stack.ID == config.DataStack {
			ofATeam(name)(t, p)
		}
		if r.Metadata == nil {
			r.Metadata = map[string]any{}
		}
		r.Metadata[config.DestinationMetadata] = map[string]any{"999988887777": why}
	}
}

func deployed(key string, value any) checktest.Change {
	return checktest.Stack(config.DataStack, func(s *assembly.Stack) {
		if s.Deployment == nil {
			s.Deployment = map[string]any{}
		}
		s.Deployment[key] = value
	})
}

func parameter(value string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		p.Stack(config.DataStack).Parameters["New"] = checktest.Decoded(t, value)
	}
}

func mapping(value string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		p.Stack(config.DataStack).Mappings = assembly.Map(checktest.Decoded(t, value))
	}
}

// What a team sends outside is its own decision, as long as it says so.
func TestATeamMaySendOutsideWithAReason(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	checktest.Changes(copies(), reason("Data/AdditionsOwn", "partners read the reports"))(t, &p)
	if got := checktest.Complaints(p, Promises()); got != "" {
		t.Errorf("complaints are %s", got)
	}
}

func TestRecordedPlatformsStay(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]check.Platform{"prod": recorded.Platform(t), "kinds": recorded.Kinds(t)} {
		if got := checktest.Complaints(p, Promises()); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// The types come in order, so that nobody adds one twice: the second would hide the first.
func TestTheTableOfPropertiesIsReadable(t *testing.T) {
	t.Parallel()
	last := ""
	for line := range strings.Lines(listed) {
		if line = strings.TrimRight(line, "\n"); line == "" || strings.HasPrefix(line, "  ") {
			continue
		}
		if line <= last {
			t.Errorf("%s does not follow %s", line, last)
		}
		last = line
	}
	if len(tables) < 50 {
		t.Errorf("the table has %d types", len(tables))
	}
}
