package changes_test

import "testing"

// The CDK's resources that delete what others hold.
func TestWhatEmptiesAResourceIsTold(t *testing.T) {
	t.Parallel()
	const (
		tag       = `"Tags": [{"Key": "aws-cdk:auto-delete-objects", "Value": "true"}]`
		itself    = `{"Ref": "X"}`
		empties   = "Custom::S3AutoDeleteObjects empties it when it goes"
		asItGoes  = "Custom::S3AutoDeleteObjects empties it as it goes, since the tag aws-cdk:auto-delete-objects does not go first"
		log       = `"Resources": {"X": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "a"}}`
		pruned    = "Custom::CDKBucketDeployment deletes what it does not bring"
		bring     = `, "Site": {"Type": "Custom::CDKBucketDeployment", "Properties": {"DestinationBucketName": {"Ref": "X"}`
		bringMore = `, "More": {"Type": "Custom::CDKBucketDeployment", "Properties": {"DestinationBucketName": {"Ref": "X"}`
	)
	bucket := func(properties, others string) string {
		return `"Resources": {"X": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a"` + properties + `}}` + others + `}`
	}
	emptier := func(id, name string) string {
		return `, "` + id + `": {"Type": "Custom::S3AutoDeleteObjects", "Properties": {"BucketName": ` + name + `}}`
	}
	checkAll(t, map[string]weakening{
		"an emptier comes":                         {bucket("", ""), bucket(", "+tag, emptier("E", itself)), empties},
		"an emptier that has the name":             {bucket("", ""), bucket("", emptier("E", `"a"`)), empties},
		"an emptier of another bucket":             {bucket("", ""), bucket("", emptier("E", `"b"`)), ""},
		"an emptier goes, and the tag with it":     {bucket(", "+tag, emptier("E", itself)), bucket("", ""), ""},
		"an emptier goes, and the tag stays":       {bucket(", "+tag, emptier("E", itself)), bucket(", "+tag, ""), asItGoes},
		"an emptier goes that knew no tag":         {bucket("", emptier("E", itself)), bucket("", ""), asItGoes},
		"an emptier goes because another one does": {bucket(", "+tag, emptier("E", itself)), bucket(", "+tag, emptier("F", itself)), asItGoes},
		"an emptier stays":                         {bucket(", "+tag, emptier("E", itself)), bucket(", "+tag+`, "AccessControl": "Private"`, emptier("E", itself)), ""},
		"a deployment comes":                       {bucket("", ""), bucket("", bring+`}}`), pruned},
		"a deployment comes that only adds":        {bucket("", ""), bucket("", bring+`, "Prune": false}}`), ""},
		"a second deployment comes":                {bucket("", bring+`}}`), bucket("", bring+`}}`+bringMore+`}}`), pruned},
		"a retention comes":                        {log + "}", log + `, "R": {"Type": "Custom::LogRetention", "Properties": {"LogGroupName": "a", "RetentionInDays": 1}}}`, "Custom::LogRetention sets how long it is kept"},
	})
}
