package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
)

// newAlarms defines the dashboard, the event rules, and the alarms on everything but the
// services. A service's alarms are created and deleted with its release.
func newAlarms(stack constructs.Construct, env config.Environment, props Props, lb loadBalancer, certificateARN *string) {
	scope := constructs.NewConstruct(stack, jsii.String("Alarms"))
	database := jsii.String(env.ClusterIdentifier())
	subjects := alarms.Subjects{
		alarms.LoadBalancer: {{"LoadBalancer": lb.alb.LoadBalancerFullName()}},
		// By its fixed identifier, because a cluster whose value is exported to this stack
		// could not be replaced.
		alarms.Database:    {{"DBClusterIdentifier": database}},
		alarms.Writer:      {{"DBClusterIdentifier": database, "Role": jsii.String("WRITER")}},
		alarms.Proxy:       {{"ProxyName": jsii.String(env.ProxyName())}},
		alarms.CacheNodes:  each("CacheClusterId", props.CacheNodes),
		alarms.NATGateways: each("NatGatewayId", props.NATGatewayIDs),
		alarms.WebACL: {{
			"WebACL": jsii.String(env.WebACLName()), "Region": jsii.String(env.Region), "Rule": jsii.String("ALL"),
		}},
		alarms.Certificate: {{"CertificateArn": certificateARN}},
		alarms.EventRules:  each("RuleName", alarms.NewEventRules(scope, env, props.Alerts, props.AlertsKey)),
	}
	if len(env.Jobs()) > 0 {
		subjects[alarms.Schedules] = []map[string]*string{{"ScheduleGroup": jsii.String(env.ScheduleGroupName())}}
	}
	names := alarms.Names(alarms.Define(scope, env, "", subjects, props.Alerts))
	for _, service := range env.Services {
		for _, id := range alarms.ServiceAlarmIDs(env, service) {
			names = append(names, env.AlarmName(service.Name, id))
		}
	}
	alarms.NewDashboard(stack, env, subjects, append(names, props.Alarms...))
}

// each returns the dimensions of several metrics: one value each.
func each(dimension string, values []*string) []map[string]*string {
	var list []map[string]*string
	for _, value := range values {
		list = append(list, map[string]*string{dimension: value})
	}
	return list
}

// newTargetAlarms defines the alarms on the responses of a service's tasks, and returns
// the names of those that roll a deployment back.
func (r release) newTargetAlarms(targets awselasticloadbalancingv2.ApplicationTargetGroup) []*string {
	var rollback []*string
	for _, a := range alarms.DefineService(r.scope, r.env, r.service, alarms.Subjects{
		alarms.Targets: {{"LoadBalancer": r.balancer.alb.LoadBalancerFullName(), "TargetGroup": targets.TargetGroupFullName()}},
	}, r.props.Alerts) {
		if a.ID == alarms.ServerErrors || a.ID == alarms.UnhealthyTargets {
			rollback = append(rollback, a.Alarm.AlarmName())
		}
	}
	return rollback
}

// newTaskAlarms defines the alarms on a service's tasks.
func (r release) newTaskAlarms(fargate awsecs.FargateService) {
	alarms.DefineService(r.scope, r.env, r.service, alarms.Subjects{
		alarms.Service: {{"ClusterName": fargate.Cluster().ClusterName(), "ServiceName": fargate.ServiceName()}},
	}, r.props.Alerts)
}
