package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53targets"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// newOutputs defines the outputs with the addresses of the platform, and the alias
// record when the settings name a Route 53 zone.
func newOutputs(scope constructs.Construct, env config.Environment, alb awselasticloadbalancingv2.ApplicationLoadBalancer) {
	awscdk.NewCfnOutput(scope, jsii.String("Url"), &awscdk.CfnOutputProps{
		Description: jsii.String("Where users reach the platform, once the domain points at the load balancer"),
		Value:       jsii.String("https://" + env.Domain.Name),
	})
	awscdk.NewCfnOutput(scope, jsii.String("LoadBalancerDnsName"), &awscdk.CfnOutputProps{
		Description: jsii.String("Point the domain's CNAME or alias record here"),
		Value:       alb.LoadBalancerDnsName(),
	})
	if env.Domain.HostedZoneID == "" {
		return
	}
	// The load balancer has IPv4 addresses only, so there is no AAAA record.
	awsroute53.NewARecord(scope, jsii.String("AliasRecord"), &awsroute53.ARecordProps{
		Zone: awsroute53.HostedZone_FromHostedZoneId(scope, jsii.String("HostedZone"), jsii.String(env.Domain.HostedZoneID)),
		// The dot makes the name absolute. The CDK knows the zone's ID, not its name.
		RecordName: jsii.String(env.Domain.Name + "."),
		Target:     awsroute53.RecordTarget_FromAlias(awsroute53targets.NewLoadBalancerTarget(alb, nil)),
	})
}
