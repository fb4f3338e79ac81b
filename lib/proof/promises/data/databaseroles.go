package data

import (
	"encoding/json"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// statementType is a custom resource that runs one SQL statement.
const statementType = "Custom::DatabaseStatement"

func databaseRoles() []check.Promise {
	return []check.Promise{
		{ID: "R3.9", Says: "The database roles are made by the tested SQL statements, all of them, one a call and in order, when there is a writer.", Check: rolesAreMade},
		{ID: "R3.9", Says: "The statements run again when the cluster is another one, and undo nothing when they go.", Check: rolesAreMadeAgain},
		{ID: "R3.9", Says: "The proxy leads to a cluster only after the last statement has checked its roles.", Check: proxyWaitsForRoles},
		{ID: "R3.9", Says: "The function that runs the statements may do so on this cluster as its administrator, write its own log, and nothing else.", Check: statementFunctionMay},
		{ID: "R3.9", Says: "A statement has the 45 s that the Data API gives it, one that hangs fails its deployment in a quarter of an hour, and neither downloads anything.", Check: statementsEnd},
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
func call(v *check.Review, statement *assembly.Resource, event string) sdkCall {
	var call sdkCall
	if err := json.Unmarshal([]byte(v.Shown(statement, statement.At(event))), &call); err != nil {
		v.Add("%s: %s is no readable call: %v", statement, event, err)
	}
	return call
}

// statementResources returns the custom resources in the order in which they run: each
// waits for the one before it.
func statementResources(v *check.Review) []*assembly.Resource {
	list := v.OfType(statementType)
	slices.SortFunc(list, func(a, b *assembly.Resource) int {
		switch {
		case a == b:
			return 0
		case v.Precedes(a, b):
			return -1
		case v.Precedes(b, a):
			return 1
		}
		return 0
	})
	return list
}

func rolesAreMade(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, true, "EnableHttpEndpoint")
	want, got := statements(v.Settings.DatabaseName(), v.Settings.AdministratorRole(), v.Settings.DatabaseRoles()), statementResources(v)
	v.Count(got, len(want), statementType)
	writer := v.Named("Data", "AWS::RDS::DBInstance", "AuroraWriter")
	if writer == nil {
		v.Add("there is no writer")
	}
	for n, r := range got {
		if n > 0 && !v.Precedes(got[n-1], r) {
			v.Add("%s and %s may run at the same time", got[n-1], r)
		}
		v.DependsOn(r, writer)
		if n >= len(want) || cluster == nil {
			break
		}
		call := call(v, r, "Create")
		for what, pair := range map[string][2]string{
			"service":     {call.Service, "rds-data"},
			"action":      {call.Action, "ExecuteStatement"},
			"SQL":         {call.Parameters.SQL, want[n]},
			"database":    {call.Parameters.Database, v.Settings.DatabaseName()},
			"cluster":     {call.Parameters.ResourceARN, clusterARN(v, cluster)},
			"credentials": {call.Parameters.SecretARN, check.Token(cluster, "MasterUserSecret.SecretArn")},
		} {
			if pair[0] != pair[1] {
				v.Add("%s: statement %d: the %s is %q, want %q", r, n+1, what, pair[0], pair[1])
			}
		}
	}
}

// clusterARN is how the CDK writes the ARN of a cluster.
func clusterARN(v *check.Review, cluster *assembly.Resource) string {
	return "arn:aws:rds:" + v.Settings.Region + ":" + check.Account(cluster.Stack) + ":cluster:" + check.Token(cluster, "")
}

func rolesAreMadeAgain(v *check.Review) {
	for _, r := range v.Some(statementType) {
		// Both name the cluster, so another cluster is an update.
		if v.Shown(r, r.At("Create")) != v.Shown(r, r.At("Update")) {
			v.Add("%s does something else on an update", r)
		}
		v.Absent(r, "Delete")
	}
}

// statementsEnd leaves time for Lambda's two more attempts.
func statementsEnd(v *check.Review) {
	const statement, attempts, quarter = 45, 3, 900
	for _, r := range v.Some(statementType) {
		function := v.Target(r, "AWS::Lambda::Function", "ServiceToken")
		run, patience := v.Number(function, "Timeout"), v.Number(r, "ServiceTimeout")
		if run <= statement {
			v.Add("%s stops after %v s, and a statement may take %d", function, run, statement)
		}
		if patience < attempts*run || patience > quarter {
			v.Add("%s: CloudFormation waits %v s, want the %d attempts of %v s and at most %d", r, patience, attempts, run, quarter)
		}
		v.Off(r, "InstallLatestAwsSdk")
	}
}

// proxyWaitsForRoles looks at what carries the cluster's name; a target group that
// followed a new cluster too early would let services write into one that a failed
// statement takes away again.
func proxyWaitsForRoles(v *check.Review) {
	list := statementResources(v)
	if len(list) == 0 {
		v.Add("there is no %s", statementType)
		return
	}
	for _, group := range v.Exactly(1, "AWS::RDS::DBProxyTargetGroup") {
		v.DependsOn(group, list[len(list)-1])
	}
}

func statementFunctionMay(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	functions := map[*assembly.Resource]bool{}
	for _, r := range v.OfType(statementType) {
		if f := v.Target(r, "AWS::Lambda::Function", "ServiceToken"); f != nil {
			functions[f] = true
		}
	}
	if len(functions) != 1 {
		v.Add("the statements are run by %d functions, want one", len(functions))
	}
	for function := range functions {
		role := v.Target(function, "AWS::IAM::Role", "Role")
		logs := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		key := parts.Key(v, parts.DataKey)
		parts.Trusts(v, role, "lambda.amazonaws.com")
		if cluster == nil || logs == nil || key == nil {
			continue
		}
		parts.Permissions(v, role,
			"rds-data:ExecuteStatement on "+clusterARN(v, cluster),
			"secretsmanager:GetSecretValue on "+check.Token(cluster, "MasterUserSecret.SecretArn"),
			"kms:Decrypt on "+check.Token(key, "Arn")+" if StringEquals kms:ViaService secretsmanager."+v.Settings.Region+".amazonaws.com",
			"logs:CreateLogStream on "+check.Token(logs, "Arn"), "logs:PutLogEvents on "+check.Token(logs, "Arn"))
	}
}
