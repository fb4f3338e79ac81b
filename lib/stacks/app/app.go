// Package app puts the platform together: four stacks and what flows between
// them. Network and Security use nobody, Data uses both, Compute uses all three.
package app

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
	"example.com/chassis/lib/stacks/compute"
	"example.com/chassis/lib/stacks/data"
	"example.com/chassis/lib/stacks/network"
	"example.com/chassis/lib/stacks/security"
)

// Props is what a synthesis needs besides the environment's settings.
type Props struct {
	// Context is the CDK's part of cdk.json: the feature flags. The command line
	// passes them too; a program or a test without it would get other templates.
	Context map[string]any
	// OutDir takes the cloud assembly.
	OutDir string
	// FinderCode returns the folder with the certificate finder, built for Lambda. It
	// is asked late: the build has the time that the other stacks take.
	FinderCode func() (dir string, err error)
}

// Build defines the platform for env.
func Build(env config.Environment, props Props) (awscdk.App, error) {
	app := awscdk.NewApp(&awscdk.AppProps{
		Context: contextOf(env, props.Context),
		Outdir:  jsii.String(props.OutDir),
	})
	tagResources(app, env)
	baseline.Check(app, env)

	net := network.New(app, env, stackProps(env, config.NetworkStack, "VPC, subnets and security groups"))
	sec := security.New(app, env, stackProps(env, config.SecurityStack, "keys, web ACL, image repositories and alerts"))
	dat := data.New(app, env, stackProps(env, config.DataStack, "Aurora, RDS Proxy, Redis and the bastion"), data.Props{
		VPC:          net.VPC,
		AuroraGroup:  net.Groups[network.Aurora],
		ProxyGroup:   net.Groups[network.Proxy],
		RedisGroup:   net.Groups[network.Redis],
		BastionGroup: net.Groups[network.Bastion],
		DataKey:      sec.DataKey,
		LogsKey:      sec.LogsKey,
	})
	var finder string
	if env.Domain.CertificateARN == "" {
		var err error
		if finder, err = props.FinderCode(); err != nil {
			return nil, err
		}
	}
	compute.New(app, env, stackProps(env, config.ComputeStack, "load balancer and services"), compute.Props{
		VPC:               net.VPC,
		ALBGroup:          net.Groups[network.ALB],
		ServiceAPIGroup:   net.Groups[network.ServiceAPI],
		AdminAPIGroup:     net.Groups[network.AdminAPI],
		DataKey:           sec.DataKey,
		LogsKey:           sec.LogsKey,
		WebACLARN:         sec.WebACLARN,
		ServiceRepository: sec.ServiceRepository,
		AdminRepository:   sec.AdminRepository,
		Alerts:            sec.Alerts,
		AlertsKey:         sec.AlertsKey,
		Alarms:            sec.Alarms,
		NATGatewayIDs:     net.NATGatewayIDs,
		Proxy:             dat.Proxy,
		ReaderHost:        dat.ReaderHost,
		CacheHost:         dat.Cache.Host,
		CachePort:         dat.Cache.Port,
		CacheNodes:        dat.Cache.Nodes,
		CacheAuthToken:    dat.Cache.AuthToken,
		FinderCode:        finder,
	})
	return app, nil
}

// contextOf completes the CDK's context with what the command line adds to it, so
// that a run by hand and a test give the same bytes, and with the zones of a
// pinned account. The VPC names its zones literally, but with an account the CDK
// would still ask AWS which ones there are.
func contextOf(env config.Environment, flags map[string]any) *map[string]any {
	context := map[string]any{
		"aws:cdk:enable-asset-metadata": true,
		"aws:cdk:enable-path-metadata":  true,
	}
	for name, value := range flags {
		context[name] = value
	}
	if env.Account != "" {
		key := fmt.Sprintf("availability-zones:account=%s:region=%s", env.Account, config.Region)
		context[key] = env.Network.Zones
	}
	return &context
}

// stackProps names a stack and pins it to the region, and to the account if one
// is set. Logical IDs stay free of the environment, so that a diff between two
// environments shows only real differences.
func stackProps(env config.Environment, id, contents string) *awscdk.StackProps {
	props := &awscdk.StackProps{
		StackName:             jsii.String(env.StackName(id)),
		Description:           jsii.String(env.Describe(contents)),
		Env:                   &awscdk.Environment{Region: jsii.String(config.Region)},
		TerminationProtection: jsii.Bool(env.TerminationProtected),
		Tags:                  stackTags(env),
	}
	if env.Account != "" {
		props.Env.Account = jsii.String(env.Account)
	}
	return props
}
