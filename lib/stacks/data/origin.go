package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// startFrom makes the cluster a restored snapshot or a copy-on-write clone. The CDK has
// an L2 for a restored cluster and none for a clone. One construct for all keeps the
// logical ID of the cluster.
//
// CloudFormation refuses the properties that are removed here, because the source
// determines them. It applies the others with the restore or in a modification after
// it, before the cluster counts as created. The new master password is among them.
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
	// A clone has the version of its source, and is encrypted like it, but with another
	// key.
	resource.SetEngineVersion(nil)
	resource.AddPropertyDeletionOverride(jsii.String("StorageEncrypted"))
}
