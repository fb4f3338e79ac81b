package changes_test

import (
	"strings"
	"testing"
)

// What stays may lose its content, or what would bring it back.
func TestWhatIsLostInPlaceIsTold(t *testing.T) {
	t.Parallel()
	resource := func(kind, properties string) string {
		return `"X": {"Type": "` + kind + `", "Properties": {` + properties + `}}`
	}
	images := func(rules string) string {
		return `"LifecyclePolicy": {"LifecyclePolicyText": "{\"rules\":[` + strings.ReplaceAll(rules, `"`, `\"`) + `]}"}`
	}
	keep := func(n, description string) string {
		return `{"rulePriority":1,"description":"` + description + `","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":` + n + `},"action":{"type":"expire"}}`
	}
	expire := func(days, more string) string {
		return `"LifecycleConfiguration": {"Rules": [{"Id": "a", "Status": "Enabled", "ExpirationInDays": ` + days + `}` + more + `]}`
	}
	const auto = `, "Empty": {"Type": "Custom::S3AutoDeleteObjects", "Properties": {"BucketName": {"Ref": "X"}}}`
	for name, tc := range map[string]struct{ before, after, want string }{
		"fewer days of backups": {
			resource("AWS::DocDB::DBCluster", `"BackupRetentionPeriod": 14`), resource("AWS::DocDB::DBCluster", ``), "BackupRetentionPeriod 14 becomes 1",
		},
		"more days of backups": {
			resource("AWS::Neptune::DBCluster", `"BackupRetentionPeriod": 14`), resource("AWS::Neptune::DBCluster", `"BackupRetentionPeriod": 35`), "",
		},
		"fewer images": {
			resource("AWS::ECR::Repository", images(keep("30", "a"))), resource("AWS::ECR::Repository", images(keep("1", "a"))), "LifecyclePolicy expires more than before",
		},
		"a rule described otherwise": {
			resource("AWS::ECR::Repository", images(keep("30", "a"))), resource("AWS::ECR::Repository", images(keep("30", "b"))), "",
		},
		"more images": {
			resource("AWS::ECR::Repository", images(keep("30", "a"))), resource("AWS::ECR::Repository", images(keep("40", "a"))), "",
		},
		"the first rule of a repository": {
			resource("AWS::ECR::Repository", ``), resource("AWS::ECR::Repository", images(keep("30", "a"))), "LifecyclePolicy expires more than before",
		},
		"objects that expire earlier": {
			resource("AWS::S3::Bucket", expire("365", "")), resource("AWS::S3::Bucket", expire("30", "")), "LifecycleConfiguration expires more than before",
		},
		"a further rule of a bucket": {
			resource("AWS::S3::Bucket", expire("365", "")), resource("AWS::S3::Bucket", expire("365", `, {"Status": "Enabled", "Prefix": "x", "ExpirationInDays": 1}`)), "LifecycleConfiguration expires more than before",
		},
		"a rule that is off": {
			resource("AWS::S3::Bucket", expire("365", "")), resource("AWS::S3::Bucket", expire("365", `, {"Status": "Disabled", "Prefix": "x", "ExpirationInDays": 1}`)), "",
		},
		"no versions any more": {
			resource("AWS::S3::Bucket", `"VersioningConfiguration": {"Status": "Enabled"}`), resource("AWS::S3::Bucket", ``), "VersioningConfiguration.Status Enabled becomes Suspended",
		},
		"a bucket that is emptied when it goes": {
			resource("AWS::S3::Bucket", ``), resource("AWS::S3::Bucket", ``) + auto, "Custom::S3AutoDeleteObjects empties it when it goes",
		},
		"no recovery of a table": {
			resource("AWS::DynamoDB::Table", `"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}`), resource("AWS::DynamoDB::Table", ``),
			"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled true becomes false",
		},
		"items that expire": {
			resource("AWS::DynamoDB::Table", ``), resource("AWS::DynamoDB::Table", `"TimeToLiveSpecification": {"Enabled": true, "AttributeName": "at"}`), "TimeToLiveSpecification.Enabled false becomes true",
		},
		"a key that is off": {
			resource("AWS::KMS::Key", ``), resource("AWS::KMS::Key", `"Enabled": false`), "Enabled true becomes false",
		},
		"a key with less time to change one's mind": {
			resource("AWS::KMS::Key", ``), resource("AWS::KMS::Key", `"PendingWindowInDays": 7`), "PendingWindowInDays 30 becomes 7",
		},
		"files without backups": {
			resource("AWS::EFS::FileSystem", `"BackupPolicy": {"Status": "ENABLED"}`), resource("AWS::EFS::FileSystem", `"BackupPolicy": {"Status": "DISABLED"}`), "BackupPolicy.Status ENABLED becomes DISABLED",
		},
		"tags that may be moved": {
			resource("AWS::ECR::Repository", `"ImageTagMutability": "IMMUTABLE"`), resource("AWS::ECR::Repository", `"ImageTagMutability": "MUTABLE"`), "ImageTagMutability IMMUTABLE becomes MUTABLE",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			for _, line := range lines(t, base(t, with(tc.before)), base(t, with(tc.after))) {
				if strings.Contains(line, "Data/X") {
					told = append(told, line)
				}
			}
			got := strings.Join(told, "\n")
			if want := tc.want != ""; strings.Contains(got, "WEAKENED") != want || strings.HasPrefix(got, "!") != want || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want it to endanger: %t, because %q", got, want, tc.want)
			}
		})
	}
}
