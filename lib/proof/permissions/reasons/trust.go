package reasons

// trustReasons has one for each service that assumes roles of the platform without a
// condition on the source.
func trustReasons() []Reason {
	var found []Reason
	for _, t := range []struct {
		service string
		roles   []string
	}{
		{"ec2", []string{"Data/BastionRole"}},
		{"ecs-tasks", []string{
			"Compute/AdminApi/ExecutionRole", "Compute/AdminApi/TaskRole", "Compute/ServiceApi/ExecutionRole", "Compute/ServiceApi/TaskRole",
		}},
		{"events", []string{"Compute/Alarms/Events/Role", "Security/Findings/StarterRole"}},
		{"lambda", []string{
			"Compute/Certificate/FinderRole", emptyingRole, "Data/Roles/Role", "Network/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role",
		}},
		{"monitoring.rds", []string{"Data/Aurora/MonitoringRole"}},
		{"rds", []string{"Data/ProxyRole"}},
		{"states", []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}},
		{"vpc-flow-logs", []string{"Network/FlowLogRole"}},
	} {
		found = append(found, Reason{
			About: NoSource, Holders: t.roles, Actions: []string{"sts:AssumeRole"}, Resources: []string{Itself},
			Principals: []string{"service " + t.service + ".amazonaws.com"},
			// https://repost.aws/knowledge-center/iam-passrole-error
			Why: "A service gets its role by iam:PassRole, which passes roles only within their account.",
		})
	}
	return found
}
