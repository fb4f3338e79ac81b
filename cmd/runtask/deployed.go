package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/task"
)

// connect returns the SDK's configuration for the environment's region and account.
func connect(ctx context.Context, env config.Environment, options ...func(*awsconfig.LoadOptions) error) (aws.Config, error) {
	cfg, err := awsconfig.LoadDefaultConfig(ctx, append(options, awsconfig.WithRegion(env.Region))...)
	if err == nil {
		_, err = cfg.Credentials.Retrieve(ctx)
	}
	if err != nil {
		return aws.Config{}, fmt.Errorf("no AWS credentials: sign in, or name a profile in AWS_PROFILE: %w", oneLine(err))
	}
	if env.Account == "" {
		return cfg, nil
	}
	caller, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return aws.Config{}, fmt.Errorf("ask whose the AWS credentials are: %w", oneLine(err))
	}
	if account := aws.ToString(caller.Account); account != env.Account {
		return aws.Config{}, fmt.Errorf("%s is in account %s, and the AWS credentials are of account %s", env.Label(), env.Account, account)
	}
	return cfg, nil
}

// network is where the tasks of a service run.
type network struct {
	subnets []string
	group   string
}

// findNetwork finds it in the Network stack that is deployed.
func findNetwork(ctx context.Context, client *cloudformation.Client, env config.Environment, s config.Service) (network, error) {
	const group, subnet = "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet"
	stack := env.StackName(config.NetworkStack)
	found := map[string]string{} // by type and construct
	pages := cloudformation.NewListStackResourcesPaginator(client, &cloudformation.ListStackResourcesInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if brief := oneLine(err); err != nil && strings.Contains(brief.Error(), "does not exist") {
			return network{}, fmt.Errorf("%s is not deployed: there is no stack %s in %s of this account", env.Label(), stack, env.Region)
		} else if err != nil {
			return network{}, fmt.Errorf("list the resources of %s: %w", stack, brief)
		}
		for _, r := range page.StackResourceSummaries {
			if r.ResourceStatus != types.ResourceStatusDeleteComplete {
				found[aws.ToString(r.ResourceType)+" "+assembly.Construct(aws.ToString(r.LogicalResourceId))] = aws.ToString(r.PhysicalResourceId)
			}
		}
	}
	n := network{group: found[group+" "+s.ID()]}
	if n.group == "" {
		return network{}, fmt.Errorf("the stack %s has no security group for %s: deploy it first", stack, s.Name)
	}
	for _, id := range env.WorkloadSubnetIDs() {
		one := found[subnet+" "+id]
		if one == "" {
			return network{}, fmt.Errorf("the stack %s has no subnet %s: deploy it first", stack, id)
		}
		n.subnets = append(n.subnets, one)
	}
	return n, nil
}

// oneLine is an error of AWS in one line, without what the SDK adds to it.
func oneLine(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.Join(strings.Fields(task.Brief(err).Error()), " "))
}
