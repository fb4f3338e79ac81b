package promises

import (
	"encoding/json"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// statementType is a custom resource that runs one SQL statement.
const statementType = "Custom::DatabaseStatement"

func databaseRoles() []Promise {
	return []Promise{
		{"R3.9", "The database roles are made by the tested SQL statements, all of them, one a call and in order, when there is a writer.", rolesAreMade},
		{"R3.9", "The statements run again when the cluster is another one, and undo nothing when they go.", rolesAreMadeAgain},
		{"R3.9", "The proxy leads to a cluster only after the last statement has checked its roles.", proxyWaitsForRoles},
		{"R3.9", "Whoever runs the statements may do so on this cluster as its administrator, write its own log, and nothing else.", rolesMakerMay},
		{"R3.9", "A statement has the 45 s that the Data API gives it, one that hangs fails its deployment in a quarter of an hour, and neither downloads anything.", statementsEnd},
	}
}

// sdkCall is what a custom resource has the CDK's function call.
type sdkCall struct {
	Service    string `json:"service"`
	Action     string `json:"action"`
	Parameters struct {
		ResourceARN string `json:"resourceArn"`
		SecretARN   string `json:"secretArn"`
		Database    string `json:"database"`
		SQL         string `json:"sql"`
	} `json:"parameters"`
}

// call reads the call that a statement makes when it is created or updated.
func (v *review) call(statement *assembly.Resource, event string) sdkCall {
	var call sdkCall
	if err := json.Unmarshal([]byte(v.shown(statement, statement.At(event))), &call); err != nil {
		v.add("%s: %s is no readable call: %v", statement, event, err)
	}
	return call
}

// statements returns the custom resources in the order in which they run: each
// waits for the one before it.
func (v *review) statementResources() []*assembly.Resource {
	list := v.OfType(statementType)
	slices.SortFunc(list, func(a, b *assembly.Resource) int {
		switch {
		case a == b:
			return 0
		case v.precedes(a, b):
			return -1
		case v.precedes(b, a):
			return 1
		}
		v.add("%s and %s may run at the same time", a, b)
		return 0
	})
	return list
}

func rolesAreMade(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, true, "EnableHttpEndpoint")
	want, got := statements(), v.statementResources()
	v.count(got, len(want), statementType)
	writer := v.named("Data", "AWS::RDS::DBInstance", "AuroraWriter")
	if writer == nil {
		v.add("there is no writer")
	}
	for n, r := range got {
		v.dependsOn(r, writer)
		if n >= len(want) || cluster == nil {
			break
		}
		call := v.call(r, "Create")
		for what, pair := range map[string][2]string{
			"service":     {call.Service, "rds-data"},
			"action":      {call.Action, "ExecuteStatement"},
			"SQL":         {call.Parameters.SQL, want[n]},
			"database":    {call.Parameters.Database, "chassis"},
			"cluster":     {call.Parameters.ResourceARN, v.clusterARN(cluster)},
			"credentials": {call.Parameters.SecretARN, token(cluster, "MasterUserSecret.SecretArn")},
		} {
			if pair[0] != pair[1] {
				v.add("%s: statement %d: the %s is %q, want %q", r, n+1, what, pair[0], pair[1])
			}
		}
	}
	slices.Sort(v.findings)
	return v.findings
}

// clusterARN is how the CDK writes the ARN of a cluster.
func (v *review) clusterARN(cluster *assembly.Resource) string {
	return "arn:aws:rds:" + region + ":" + account(cluster) + ":cluster:" + token(cluster, "")
}

func rolesAreMadeAgain(p Platform) []string {
	v := review{Platform: p}
	list := v.OfType(statementType)
	if len(list) == 0 {
		v.add("there is no %s", statementType)
	}
	for _, r := range list {
		// Both name the cluster, so another cluster is an update.
		if v.shown(r, r.At("Create")) != v.shown(r, r.At("Update")) {
			v.add("%s does something else on an update", r)
		}
		v.absent(r, "Delete")
	}
	return v.findings
}

// statementsEnd leaves room for Lambda's two more attempts.
func statementsEnd(p Platform) []string {
	v := review{Platform: p}
	list := v.OfType(statementType)
	if len(list) == 0 {
		v.add("there is no %s", statementType)
	}
	const statement, attempts, quarter = 45, 3, 900
	for _, r := range list {
		function := v.target(r, "AWS::Lambda::Function", "ServiceToken")
		run, patience := v.number(function, "Timeout"), v.number(r, "ServiceTimeout")
		if run <= statement {
			v.add("%s stops after %v s, and a statement may take %d", function, run, statement)
		}
		if patience < attempts*run || patience > quarter {
			v.add("%s: CloudFormation waits %v s, want the %d attempts of %v s and at most %d", r, patience, attempts, run, quarter)
		}
		v.off(r, "InstallLatestAwsSdk")
	}
	return v.findings
}

// proxyWaitsForRoles looks at what carries the cluster's name; a target group that
// followed a new cluster too early would let services write into one that a failed
// statement takes away again.
func proxyWaitsForRoles(p Platform) []string {
	v := review{Platform: p}
	list := v.statementResources()
	groups := v.OfType("AWS::RDS::DBProxyTargetGroup")
	v.count(groups, 1, "target group of the proxy")
	if len(list) == 0 {
		v.add("there is no %s", statementType)
		return v.findings
	}
	for _, group := range groups {
		v.dependsOn(group, list[len(list)-1])
	}
	return v.findings
}

func rolesMakerMay(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	functions := map[*assembly.Resource]bool{}
	for _, r := range v.OfType(statementType) {
		if f := v.target(r, "AWS::Lambda::Function", "ServiceToken"); f != nil {
			functions[f] = true
		}
	}
	if len(functions) != 1 {
		v.add("the statements are run by %d functions, want one", len(functions))
	}
	for function := range functions {
		role := v.target(function, "AWS::IAM::Role", "Role")
		logs := v.target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		key := v.key(&v.findings, dataKey)
		v.trusts(role, "lambda.amazonaws.com")
		if cluster == nil || logs == nil || key == nil {
			continue
		}
		v.powers(role,
			"rds-data:ExecuteStatement on "+v.clusterARN(cluster),
			"secretsmanager:GetSecretValue on "+token(cluster, "MasterUserSecret.SecretArn"),
			"kms:Decrypt on "+token(key, "Arn")+" if StringEquals kms:ViaService secretsmanager."+region+".amazonaws.com",
			"logs:CreateLogStream on "+token(logs, "Arn"), "logs:PutLogEvents on "+token(logs, "Arn"))
	}
	return v.findings
}
