package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"example.com/chassis/lib/config"
)

// Keep is the removal policy of whatever holds data and has no snapshots: a
// long-lived environment keeps it, an ephemeral one leaves nothing behind.
//
// Kept means RetainExceptOnCreate: a first deployment that fails still takes its
// named resources away, so that the next attempt does not meet them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
func Keep(env config.Environment) awscdk.RemovalPolicy {
	if env.Ephemeral {
		return awscdk.RemovalPolicy_DESTROY
	}
	return awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
}

// Snapshot is the removal policy of the data stores that can leave a final
// snapshot.
func Snapshot(env config.Environment) awscdk.RemovalPolicy {
	if env.Ephemeral {
		return awscdk.RemovalPolicy_DESTROY
	}
	return awscdk.RemovalPolicy_SNAPSHOT
}
