package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// startFrom makes the cluster start as a restored snapshot or as a copy-on-write
// clone. The L2s have a construct for the first and none for the second; one
// construct with the differences written out keeps the logical id, so that
// CloudFormation never takes one mode's cluster for another resource.
//
// What is taken away belongs to the source and is refused. The rest reaches the
// cluster with the restore or in the modification that follows it, the new master
// password among it, before CloudFormation calls the cluster created.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
func startFrom(origin config.Origin, cluster awsrds.DatabaseCluster) {
	if origin.Fresh() {
		return
	}
	var resource awsrds.CfnDBCluster
	jsii.UnsafeCast(cluster.Node().DefaultChild(), &resource)
	resource.SetMasterUsername(nil)
	resource.SetDatabaseName(nil)
	if origin.SnapshotID != "" {
		resource.SetSnapshotIdentifier(jsii.String(origin.SnapshotID))
		return
	}
	resource.SetSourceDbClusterIdentifier(jsii.String(origin.CloneSource))
	resource.SetRestoreType(jsii.String("copy-on-write"))
	resource.SetUseLatestRestorableTime(jsii.Bool(true))
	// A clone runs its source's version, and is encrypted like it, here with a key of
	// its own.
	resource.SetEngineVersion(nil)
	resource.AddPropertyDeletionOverride(jsii.String("StorageEncrypted"))
}
