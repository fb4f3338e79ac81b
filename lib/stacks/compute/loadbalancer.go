package compute

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// loadBalancer is the load balancer and the listener with the rules of the services.
type loadBalancer struct {
	alb   awselasticloadbalancingv2.ApplicationLoadBalancer
	https awselasticloadbalancingv2.ApplicationListener
}

// newLoadBalancer defines the load balancer with its two listeners, and associates it
// with the web ACL.
func newLoadBalancer(scope constructs.Construct, env config.Environment, props Props, certificateARN *string) loadBalancer {
	alb := awselasticloadbalancingv2.NewApplicationLoadBalancer(scope, jsii.String("Alb"),
		&awselasticloadbalancingv2.ApplicationLoadBalancerProps{
			Vpc:                     props.VPC,
			VpcSubnets:              &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PUBLIC},
			InternetFacing:          jsii.Bool(true),
			SecurityGroup:           props.ALBGroup,
			IdleTimeout:             awscdk.Duration_Seconds(jsii.Number(env.LoadBalancer.IdleTimeoutSeconds)),
			DropInvalidHeaderFields: jsii.Bool(true),
			// Defensive refuses requests that could smuggle a second one. Strictest would
			// also refuse clients that only deviate from the standard.
			DesyncMitigationMode: awselasticloadbalancingv2.DesyncMitigationMode_DEFENSIVE,
			DeletionProtection:   jsii.Bool(env.LoadBalancer.Protected),
		})
	alb.LogAccessLogs(newAccessLogs(scope, env, props), nil)
	http := alb.AddListener(jsii.String("Http"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port: jsii.Number(config.HTTPPort), Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP, Open: jsii.Bool(false),
		DefaultAction: awselasticloadbalancingv2.ListenerAction_Redirect(&awselasticloadbalancingv2.RedirectOptions{
			Protocol: jsii.String("HTTPS"), Port: jsii.String(strconv.Itoa(config.HTTPSPort)), Permanent: jsii.Bool(true),
		}),
	})
	baseline.Accept(http, baseline.Waiver{
		Rule:   "NIST.800.53.R5-ELBv2ACMCertificateRequired",
		Reason: "This listener serves nothing: it redirects every request to HTTPS.",
	})
	https := alb.AddListener(jsii.String("Https"), &awselasticloadbalancingv2.BaseApplicationListenerProps{
		Port: jsii.Number(config.HTTPSPort), Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTPS, Open: jsii.Bool(false),
		Certificates: &[]awselasticloadbalancingv2.IListenerCertificate{
			awselasticloadbalancingv2.ListenerCertificate_FromArn(certificateARN),
		},
		// TLS 1.3 and 1.2, with a key exchange that resists quantum computers.
		SslPolicy: awselasticloadbalancingv2.SslPolicy_TLS13_12_RES_PQ,
		DefaultAction: awselasticloadbalancingv2.ListenerAction_FixedResponse(jsii.Number(404),
			&awselasticloadbalancingv2.FixedResponseOptions{ContentType: jsii.String("text/plain"), MessageBody: jsii.String("Not found")}),
	})
	association := awswafv2.NewCfnWebACLAssociation(scope, jsii.String("WebAclAssociation"), &awswafv2.CfnWebACLAssociationProps{
		ResourceArn: alb.LoadBalancerArn(), WebAclArn: props.WebACLARN,
	})
	// For some seconds WAF may not know a new load balancer or a new web ACL yet, and refuses
	// to associate them. The listeners take that time.
	// https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
	association.Node().AddDependency(http, https)
	return loadBalancer{alb: alb, https: https}
}
