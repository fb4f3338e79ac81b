package lifecycle

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// additions are the promises about a team's own resources that hold for no resource of
// the platform, or that the platform keeps in words of its own.
func additions() []check.Promise {
	return []check.Promise{
		{ID: "R2.4", Says: "A team's bucket is closed to the public, encrypted and TLS only.", Check: addedBuckets},
		{ID: "R5.5", Says: "A team's table in a long-lived environment can be restored to any point in time.", Check: addedTables},
		{ID: "R2.4", Says: "A team's event rules and subscriptions deliver to this account, and to no other event bus.", Check: addedDeliveries},
	}
}

// added returns the team's own resources of a type.
func added(v *check.Review, resourceType string) []*assembly.Resource {
	return slices.DeleteFunc(v.OfType(resourceType), func(r *assembly.Resource) bool { return !r.Below(config.AdditionsStack) })
}

func addedBuckets(v *check.Review) {
	for _, bucket := range added(v, "AWS::S3::Bucket") {
		for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			v.Reads(bucket, true, "PublicAccessBlockConfiguration", block)
		}
		algorithm := v.Shown(bucket, bucket.At("BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm"))
		if !slices.Contains([]string{"AES256", "aws:kms", "aws:kms:dsse"}, algorithm) {
			v.Add("%s: the encryption is %s, want aws:kms", bucket, algorithm)
		}
		objects := check.Token(bucket, "Arn") + "/*"
		if !slices.ContainsFunc(iampolicy.OfResource(v.Assembly, bucket), func(s iampolicy.Statement) bool {
			return s.RefusesPlain("s3:GetObject", bucket) && s.Covers("s3:PutObject") && slices.Contains(s.ResourceTexts(), objects)
		}) {
			v.Add("%s does not refuse requests without TLS: EnforceSSL: jsii.Bool(true)", bucket)
		}
	}
}

func addedTables(v *check.Review) {
	if v.Settings.Ephemeral {
		return
	}
	path := []any{"PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"}
	for _, table := range added(v, "AWS::DynamoDB::Table") {
		v.Reads(table, true, path...)
	}
	for _, table := range added(v, "AWS::DynamoDB::GlobalTable") {
		for i := range assembly.List(table.At("Replicas")) {
			v.Reads(table, true, append([]any{"Replicas", i}, path...)...)
		}
	}
}

func addedDeliveries(v *check.Review) {
	refuse := func(r *assembly.Resource, arn any) {
		t, _ := v.Follow(r.Stack, arn)
		text := v.Text(r.Stack, arn)
		if strings.Contains(text, ":event-bus/") || check.Is(t.Resource, "AWS::Events::EventBus") || elsewhere(r, text) {
			v.Add("%s delivers to %s, want what belongs to this account and is no event bus", r, text)
		}
	}
	for _, rule := range added(v, "AWS::Events::Rule") {
		for i := range assembly.List(rule.At("Targets")) {
			refuse(rule, rule.At("Targets", i, "Arn"))
		}
	}
	for _, subscription := range added(v, "AWS::SNS::Subscription") {
		refuse(subscription, subscription.At("Endpoint"))
		refuse(subscription, subscription.At("TopicArn"))
	}
	for _, topic := range added(v, "AWS::SNS::Topic") {
		for i := range assembly.List(topic.At("Subscription")) {
			refuse(topic, topic.At("Subscription", i, "Endpoint"))
		}
	}
}

// elsewhere says whether a text is the ARN of what belongs to another account.
func elsewhere(r *assembly.Resource, text string) bool {
	text = strings.NewReplacer(check.Account(r.Stack), "own", "${AWS::AccountId}", "own", "${AWS::Region}", "", "${AWS::Partition}", "aws").Replace(text)
	arn := strings.SplitN(text, ":", 6)
	return arn[0] == "arn" && (len(arn) < 6 || arn[4] != "own")
}
