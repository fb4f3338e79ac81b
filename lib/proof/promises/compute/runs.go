package compute

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// groupOf returns the security group of a service, or nil with the complaint of a look-up.
func groupOf(v *check.Review, s config.Service) *assembly.Resource {
	group := v.Named("Network", "AWS::EC2::SecurityGroup", s.ID())
	if group == nil {
		v.Lookup().Add("found no security group of %s", s.Name)
	}
	return group
}

// workloadSubnets are the private subnets of the workloads' zones, as a reference reads.
func workloadSubnets(v *check.Review) []string {
	var tokens []string
	for _, subnet := range v.Network().Tier("private") {
		if slices.Contains(v.Settings.Network.WorkloadZones, subnet.Zone) {
			tokens = append(tokens, check.Token(subnet.Resource, ""))
		}
	}
	return tokens
}

// runsIn complains unless a task is started in the workloads' subnets, in the group of its
// service, without a public address. The network is as EventBridge Scheduler and ECS take
// it, inside r.
func runsIn(v *check.Review, r *assembly.Resource, network any, s config.Service) {
	group := groupOf(v, s)
	if r == nil || group == nil {
		return
	}
	at := func(key string) []string {
		return v.OneOrMany(r.Stack, assembly.At(network, "AwsvpcConfiguration", key))
	}
	v.Texts(r.String()+": subnets", at("Subnets"), workloadSubnets(v))
	v.Texts(r.String()+": security groups", at("SecurityGroups"), []string{check.Token(group, "GroupId")})
	v.Texts(r.String()+": public address", at("AssignPublicIp"), []string{"DISABLED"})
}

// mayRun is what it takes to start tasks of services, and of nothing else, in the cluster.
func mayRun(v *check.Review, services ...parts.Service) []string {
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	if cluster == nil {
		return nil
	}
	ecs := " on arn:aws:ecs:" + v.Settings.Region + ":" + check.Account(cluster.Stack) + ":"
	permissions := []string{"ecs:TagResource" + ecs + "task/" + v.Settings.ClusterName() + "/* if StringEquals ecs:CreateAction RunTask"}
	for _, s := range services {
		permissions = append(permissions, "ecs:RunTask"+ecs+"task-definition/"+v.Settings.TaskFamily(s.Name)+":*"+inCluster(cluster))
		for _, role := range rolesOf(v, s) {
			permissions = append(permissions, "iam:PassRole on "+check.Token(role, "Arn")+" if StringEquals iam:PassedToService ecs-tasks.amazonaws.com")
		}
	}
	return permissions
}

func inCluster(cluster *assembly.Resource) string {
	return " if ArnEquals ecs:cluster " + check.Token(cluster, "Arn")
}

// rolesOf are the two roles in which a service's tasks run.
func rolesOf(v *check.Review, s parts.Service) []*assembly.Resource {
	var roles []*assembly.Resource
	for _, property := range []string{"TaskRoleArn", "ExecutionRoleArn"} {
		if role := parts.Behind(v, s.Task, "AWS::IAM::Role", property); role != nil {
			roles = append(roles, role)
		}
	}
	return roles
}

// exactly complains unless a part of r has these keys and no others, so that no property
// that no promise reads changes what the others say.
func exactly(v *check.Review, r *assembly.Resource, part any, keys ...string) {
	if r != nil {
		v.Texts(r.String()+": properties", slices.Collect(maps.Keys(assembly.Map(part))), keys)
	}
}
