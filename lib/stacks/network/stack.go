// Package network defines the Network stack: the VPC with its three tiers of subnets,
// its flow logs, and every security group of the platform. It uses no other stack.
package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// Stack is what the Network stack passes to other stacks.
type Stack struct {
	VPC    awsec2.IVpc
	Groups Groups
	// ServiceGroups are by the name of a service.
	ServiceGroups map[string]awsec2.ISecurityGroup
	// NATGatewayIDs is in the order of the zones.
	NATGatewayIDs []*string
}

// New defines the Network stack.
func New(scope constructs.Construct, env config.Environment, props *awscdk.StackProps) *Stack {
	stack := awscdk.NewStack(scope, jsii.String(config.NetworkStack), props)
	gateways := awsec2.NatProvider_Gateway(nil)
	vpc := newVPC(stack, env, gateways)
	// The Security stack's key would make this stack depend on that one.
	key := baseline.NewKey(stack, "FlowLogKey", env, baseline.KeyProps{
		Purpose: "logs of the network", LogGroups: true,
	})
	logFlows(stack, env, key, vpc)
	baseline.LogCustomResource(stack, env, key, "Custom::VpcRestrictDefaultSG")
	net := &Stack{VPC: vpc, Groups: newGroups(stack, env, vpc), ServiceGroups: map[string]awsec2.ISecurityGroup{}}
	for _, s := range env.Services {
		net.ServiceGroups[s.Name] = net.Groups[tasks(s)]
	}
	for _, gateway := range *gateways.ConfiguredGateways() {
		net.NATGatewayIDs = append(net.NATGatewayIDs, gateway.GatewayId)
	}
	return net
}
