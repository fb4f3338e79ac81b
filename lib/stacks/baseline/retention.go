package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"example.com/chassis/lib/config"
)

// Keep is the removal policy of resources that hold data and have no snapshots: a
// long-lived environment retains them, and an ephemeral one deletes them.
//
// It is RetainExceptOnCreate: a first deployment that fails deletes its named
// resources, which would otherwise block the next attempt.
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
