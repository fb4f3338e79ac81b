// Package app defines the platform: four stacks and the values that they exchange.
// Network and Security use no other stack, Data uses both, and Compute uses all three.
package app

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
	"example.com/chassis/lib/stacks/compute"
	"example.com/chassis/lib/stacks/customresource/build"
	"example.com/chassis/lib/stacks/data"
	"example.com/chassis/lib/stacks/network"
	"example.com/chassis/lib/stacks/offer"
	"example.com/chassis/lib/stacks/security"
)

// Props is what a synthesis needs besides the settings.
type Props struct {
	// Context is the CDK's part of cdk.json: the feature flags. The command line passes
	// them too. A program or a test without them would synthesize other templates.
	Context map[string]any
	// OutDir is the directory for the cloud assembly.
	OutDir string
	// Code returns the folder with one of the [Functions], built for Lambda. It is called
	// when the function is defined, so that the build runs beside what is before that.
	Code func(build.Function) (dir string, err error)
	// Additions defines the team's own resources.
	Additions func(offer.Platform)
}

// Functions are those of the platform for env, in the order in which they are defined.
func Functions(env config.Environment) []build.Function {
	list := []build.Function{build.DatabaseRoles}
	if env.Domain.CertificateARN == "" {
		list = append(list, build.CertificateFinder)
	}
	if env.Migrates() {
		list = append(list, build.Migration)
	}
	return list
}

// Build defines the platform for env. It returns an error for a mistake in the team's own
// resources, and for whatever the CDK refuses.
func Build(env config.Environment, props Props) (app awscdk.App, err error) {
	defer func() { err = cmp.Or(refusal(recover()), err) }()
	app = awscdk.NewApp(&awscdk.AppProps{
		Context: contextOf(env, props.Context),
		Outdir:  jsii.String(props.OutDir),
	})
	tagResources(app, env)
	baseline.Check(app, env)

	net := network.New(app, env, stackProps(env, config.NetworkStack, "VPC, subnets and security groups"))
	sec := security.New(app, env, stackProps(env, config.SecurityStack, "keys, web ACL, image repositories and alerts"))
	code := func(f build.Function) string {
		if !slices.Contains(Functions(env), f) {
			return ""
		}
		dir, wrong := props.Code(f)
		err = cmp.Or(err, wrong)
		return dir
	}
	rolesCode := code(build.DatabaseRoles)
	if err != nil {
		return nil, err
	}
	dat := data.New(app, env, stackProps(env, config.DataStack, "Aurora, RDS Proxy, Redis and the bastion"), data.Props{
		VPC:          net.VPC,
		AuroraGroup:  net.Groups[network.Aurora],
		ProxyGroup:   net.Groups[network.Proxy],
		RedisGroup:   net.Groups[network.Redis],
		BastionGroup: net.Groups[network.Bastion],
		DataKey:      sec.DataKey,
		LogsKey:      sec.LogsKey,
		RolesCode:    rolesCode,
	})
	finder, migration := code(build.CertificateFinder), code(build.Migration)
	if err != nil {
		return nil, err
	}
	com := compute.New(app, env, stackProps(env, config.ComputeStack, "load balancer and services"), compute.Props{
		VPC:            net.VPC,
		ALBGroup:       net.Groups[network.ALB],
		ServiceGroups:  net.ServiceGroups,
		Repositories:   sec.Repositories,
		DataKey:        sec.DataKey,
		LogsKey:        sec.LogsKey,
		WebACLARN:      sec.WebACLARN,
		Alerts:         sec.Alerts,
		AlertsKey:      sec.AlertsKey,
		Alarms:         sec.Alarms,
		NATGatewayIDs:  net.NATGatewayIDs,
		Proxy:          dat.Proxy,
		ReaderHost:     dat.ReaderHost,
		CacheHost:      dat.Cache.Host,
		CachePort:      dat.Cache.Port,
		CacheNodes:     dat.Cache.Nodes,
		CacheAuthToken: dat.Cache.AuthToken,
		FinderCode:     finder,
		MigrationCode:  migration,
	})
	if props.Additions != nil {
		props.Additions(offered(app, env, net, sec, com))
	}
	return app, nil
}

// offered is what a team's own resources may use.
func offered(app awscdk.App, env config.Environment, net *network.Stack, sec *security.Stack, com *compute.Stack) offer.Platform {
	services := map[string]offer.Service{}
	for _, s := range env.Services {
		services[s.Name] = offer.Service{
			TaskRole: com.TaskRoles[s.Name],
			Group:    net.ServiceGroups[s.Name],
			// Under the name of additions, so that the proof tells them from the platform.
			Scope: constructs.NewConstruct(com.Scopes[s.Name], jsii.String(config.AdditionsStack)),
		}
	}
	return offer.Platform{
		Env: env,
		Stack: sync.OnceValue(func() awscdk.Stack {
			return awscdk.NewStack(app, jsii.String(config.AdditionsStack), stackProps(env, config.AdditionsStack, "the team's own resources"))
		}),
		VPC: net.VPC, DataKey: sec.DataKey, LogsKey: sec.LogsKey, Alerts: sec.Alerts, AlertsKey: sec.AlertsKey,
		Services: services,
	}
}

// contextOf adds to the CDK's context what the command line adds, so that a run without
// it gives the same bytes. It also adds the zones of a pinned account: with an account,
// the CDK would otherwise look the zones up in AWS, although the VPC names them.
func contextOf(env config.Environment, flags map[string]any) *map[string]any {
	context := map[string]any{
		"aws:cdk:enable-asset-metadata": true,
		"aws:cdk:enable-path-metadata":  true,
	}
	maps.Copy(context, flags)
	if env.Account != "" {
		key := fmt.Sprintf("availability-zones:account=%s:region=%s", env.Account, env.Region)
		context[key] = env.Network.Zones
	}
	return &context
}

// stackProps sets the name and the region of a stack, and the account if the settings
// hold one. Logical IDs do not contain the environment, so that a diff between two
// environments shows only real differences.
func stackProps(env config.Environment, id, contents string) *awscdk.StackProps {
	props := &awscdk.StackProps{
		StackName:             jsii.String(env.StackName(id)),
		Description:           jsii.String(env.Describe(contents)),
		Env:                   &awscdk.Environment{Region: jsii.String(env.Region)},
		TerminationProtection: jsii.Bool(env.TerminationProtected),
		Tags:                  stackTags(env),
	}
	if env.Account != "" {
		props.Env.Account = jsii.String(env.Account)
	}
	return props
}
