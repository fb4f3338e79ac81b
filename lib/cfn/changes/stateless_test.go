package changes_test

import "testing"

// What some types hold shows in one of their properties only.
func TestWhatATypeHoldsThatUsuallyHoldsNothing(t *testing.T) {
	t.Parallel()
	const other = `"Resources": {"Y": {"Type": "AWS::SSM::Document"}}`
	for name, tc := range map[string]struct{ kind, properties, want string }{
		"a topic":                  {"AWS::SNS::Topic", ``, "S/X (AWS::SNS::Topic) DELETED"},
		"a topic with an archive":  {"AWS::SNS::Topic", `"ArchivePolicy": {"MessageRetentionPeriod": 1}`, "! S/X (AWS::SNS::Topic) DELETED; it holds the archived messages: DeletionPolicy Delete keeps nothing"},
		"a function":               {"AWS::Lambda::Function", ``, "S/X (AWS::Lambda::Function) DELETED"},
		"a durable function":       {"AWS::Lambda::Function", `"DurableConfig": {"ExecutionTimeout": 1}`, "! S/X (AWS::Lambda::Function) DELETED; it holds the durable executions that run, and the history of those that ended: DeletionPolicy Delete keeps nothing"},
		"a group of schedules":     {"AWS::Scheduler::ScheduleGroup", ``, "! S/X (AWS::Scheduler::ScheduleGroup) DELETED; it holds the schedules in it, those too that something made at run time: DeletionPolicy Delete keeps nothing"},
		"a state machine":          {"AWS::StepFunctions::StateMachine", ``, "! S/X (AWS::StepFunctions::StateMachine) DELETED; it holds the executions that run, which end at their next step: DeletionPolicy Delete keeps nothing"},
		"a set of addresses":       {"AWS::WAFv2::IPSet", ``, "! S/X (AWS::WAFv2::IPSet) DELETED; it holds the addresses, which something may have written at run time: DeletionPolicy Delete keeps nothing"},
		"a deployment of an API":   {"AWS::ApiGateway::Deployment", ``, "S/X (AWS::ApiGateway::Deployment) DELETED"},
		"a version of a function":  {"AWS::Lambda::Version", ``, "! S/X (AWS::Lambda::Version) DELETED; it holds perhaps data, since its type is not among those that hold none: DeletionPolicy Delete keeps nothing"},
		"a subscription of a log":  {"AWS::Logs::SubscriptionFilter", ``, "S/X (AWS::Logs::SubscriptionFilter) DELETED"},
		"notifications of buckets": {"Custom::S3BucketNotifications", ``, "S/X (Custom::S3BucketNotifications) DELETED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, lines(t, alone(t, one(tc.kind, tc.properties)), alone(t, other)), []string{tc.want, "S/Y (AWS::SSM::Document) created"})
		})
	}
}

func TestAPolicyKeepsNoSnapshotOfATypeThatHasNone(t *testing.T) {
	t.Parallel()
	items := func(name, policy string) string {
		return `"Resources": {"X": {"Type": "AWS::DynamoDB::Table", "UpdateReplacePolicy": "` + policy + `", "Properties": {"TableName": "` + name + `"}}}`
	}
	expect(t, lines(t, alone(t, items("a", "Snapshot")), alone(t, items("b", "Snapshot"))), []string{
		"! S/X (AWS::DynamoDB::Table) REPLACED: TableName; it holds the table's items: UpdateReplacePolicy Snapshot (of which this type has none) keeps nothing",
	})
	weakening{items("a", "Retain"), items("a", "Snapshot"), "UpdateReplacePolicy Retain becomes Snapshot (of which this type has none)"}.check(t)
}
