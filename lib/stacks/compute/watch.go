package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// watch defines the alarms and messages on everything but the services, whose own
// come and go with them, and the dashboard of it all.
func watch(stack constructs.Construct, env config.Environment, props Props, d door, certificateARN *string, services []string) {
	scope := constructs.NewConstruct(stack, jsii.String("Alarms"))
	database := jsii.String(env.ClusterIdentifier())
	subjects := alarms.Subjects{
		alarms.LoadBalancer: {{"LoadBalancer": d.alb.LoadBalancerFullName()}},
		// By its fixed identifier: what this stack imports could not be replaced.
		alarms.Database:    {{"DBClusterIdentifier": database}},
		alarms.Writer:      {{"DBClusterIdentifier": database, "Role": jsii.String("WRITER")}},
		alarms.Proxy:       {{"ProxyName": jsii.String(env.ProxyName())}},
		alarms.CacheNodes:  each("CacheClusterId", props.CacheNodes),
		alarms.NATGateways: each("NatGatewayId", props.NATGatewayIDs),
		alarms.WebACL: {{
			"WebACL": jsii.String(env.WebACLName()), "Region": jsii.String(config.Region), "Rule": jsii.String("ALL"),
		}},
		alarms.Certificate: {{"CertificateArn": certificateARN}},
		alarms.EventRules:  each("RuleName", alarms.Tell(scope, env, props.Alerts, props.AlertsKey)),
	}
	names := alarms.Define(scope, env, "", subjects, props.Alerts).Names()
	for _, service := range services {
		for _, id := range alarms.OfServices(env) {
			names = append(names, env.AlarmName(service, id))
		}
	}
	alarms.NewDashboard(stack, env, subjects, append(names, props.Alarms...))
}

// each gives every value a dimension of its own.
func each(dimension string, values []*string) []map[string]*string {
	var list []map[string]*string
	for _, value := range values {
		list = append(list, map[string]*string{dimension: value})
	}
	return list
}

// watchTargets defines the alarms on what a service's tasks answer, and returns
// those that undo a deployment.
func watchTargets(scope constructs.Construct, env config.Environment, props Props, targets awselasticloadbalancingv2.ApplicationTargetGroup, d door, s service) []awscloudwatch.Alarm {
	var undo []awscloudwatch.Alarm
	for _, a := range alarms.Define(scope, env, s.Name, alarms.Subjects{
		alarms.Targets: {{"LoadBalancer": d.alb.LoadBalancerFullName(), "TargetGroup": targets.TargetGroupFullName()}},
	}, props.Alerts) {
		if a.ID == alarms.ServerErrors || a.ID == alarms.UnhealthyTargets {
			undo = append(undo, a.Alarm)
		}
	}
	return undo
}

// watchTasks defines the alarms on a service's tasks.
func watchTasks(scope constructs.Construct, env config.Environment, props Props, fargate awsecs.FargateService, s service) {
	alarms.Define(scope, env, s.Name, alarms.Subjects{
		alarms.Service: {{"ClusterName": fargate.Cluster().ClusterName(), "ServiceName": fargate.ServiceName()}},
	}, props.Alerts)
}
