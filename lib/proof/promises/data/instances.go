package data

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func auroraInstances(v *check.Review) {
	instances := v.OfType("AWS::RDS::DBInstance")
	workload := v.Settings.Network.WorkloadZones
	var want, zones []string
	for n := range 1 + v.Settings.Database.Readers {
		want = append(want, workload[n%len(workload)])
	}
	var writers, readers []*assembly.Resource
	for _, instance := range instances {
		zones = append(zones, v.Text(instance.Stack, instance.At("AvailabilityZone")))
		switch v.Text(instance.Stack, instance.At("PromotionTier")) {
		case "0":
			writers = append(writers, instance)
		case "1": // tiers 0 and 1 scale with the writer; the others by themselves
			readers = append(readers, instance)
		default:
			v.Add("%s: promotion tier is %s, so it does not scale with the writer", instance, v.Shown(instance, instance.At("PromotionTier")))
		}
	}
	v.Texts("zones of the instances", zones, want)
	v.Count(writers, 1, "writer")
	v.Count(readers, v.Settings.Database.Readers, "reader")
	for _, reader := range readers {
		for _, writer := range writers {
			v.DependsOn(reader, writer) // the first instance of a cluster becomes its writer
		}
	}
}

func readerScaling(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	targets := v.WithText("AWS::ApplicationAutoScaling::ScalableTarget", "rds", "ServiceNamespace")
	want := 0
	if v.Settings.Database.ReaderAutoScaling {
		want = 1
	}
	v.Count(targets, want, "scalable target for readers")
	for _, target := range targets {
		if target.Stack.ID != "Compute" {
			v.Add("%s belongs to stack %s: a refusal by AWS would roll the database back", target, target.Stack.ID)
		}
		identifier, _ := cluster.At("DBClusterIdentifier").(string)
		v.Reads(target, "cluster:"+identifier, "ResourceId")
		v.Reads(target, "rds:cluster:ReadReplicaCount", "ScalableDimension")
		v.Reads(target, 1, "MinCapacity")
		v.Reads(target, v.Settings.Database.MaxReaders, "MaxCapacity")
		parts.ScalingActive(v, target)
		parts.TargetTracking(v, parts.PolicyOf(v, target), "RDSReaderAverageCPUUtilization", 70)
	}
}

func enhancedMonitoring(v *check.Review) {
	for _, instance := range v.Some("AWS::RDS::DBInstance") {
		v.Reads(instance, 60, "MonitoringInterval")
		role := v.Target(instance, "AWS::IAM::Role", "MonitoringRoleArn")
		parts.Trusts(v, role, "monitoring.rds.amazonaws.com")
		if role != nil {
			v.Texts(role.String()+" has policies of AWS", iampolicy.Elsewhere(v.Assembly, role),
				[]string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"})
			v.Texts(role.String()+" may also", parts.Grants(iampolicy.OfRole(v.Assembly, role)), nil)
		}
	}
}
