package data

import "example.com/chassis/lib/proof/promises/checktest"

func proxyBreaches() []checktest.Breach {
	borrow := []any{"ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout"}
	statement := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []checktest.Breach{
		{Name: "plain clients", Check: proxyAuthentication, Change: checktest.Set("Data/Proxy", `false`, "RequireTLS"), Want: "want true"},
		{Name: "passwords from end to end", Check: proxyAuthentication, Change: checktest.Set("Data/Proxy", `"NONE"`, "DefaultAuthScheme"), Want: "want IAM_AUTH"},
		{Name: "clients with passwords", Check: proxyAuthentication, Change: checktest.Set("Data/Proxy", `"DISABLED"`, "Auth", 0, "IAMAuth"), Want: "want REQUIRED"},
		{Name: "a password type", Check: proxyAuthentication, Change: checktest.Set("Data/Proxy", `"POSTGRES_SCRAM_SHA_256"`, "Auth", 0, "ClientPasswordAuthType"), Want: "want it absent"},
		{Name: "another secret", Check: proxyAuthentication, Change: checktest.Set("Data/Proxy", `{"Ref": "RedisAuthToken"}`, "Auth", 0, "SecretArn"), Want: "want ${Data/Aurora.MasterUserSecret.SecretArn}"},
		{Name: "a cluster without IAM", Check: proxyAuthentication, Change: checktest.Set("Data/Aurora", `false`, "EnableIAMDatabaseAuthentication"), Want: "want true"},
		{Name: "121 seconds", Check: proxyTarget, Change: checktest.Set("Data/ProxyProxyTargetGroup", `121`, borrow...), Want: "want 120"},
		{Name: "another cluster", Check: proxyTarget, Change: checktest.Set("Data/ProxyProxyTargetGroup", `["other"]`, "DBClusterIdentifiers"), Want: "DBClusterIdentifiers"},
		{Name: "an answer that comes too late", Check: idleLongerThanBorrowing, Change: checktest.Set("Compute/Alb", `"120"`, "LoadBalancerAttributes", 1, "Value"), Want: "gives up after 120 s"},
		{Name: "the default idle timeout", Check: idleLongerThanBorrowing, Change: checktest.Set("Compute/Alb", `[]`, "LoadBalancerAttributes"), Want: "want seconds"},
		{Name: "the proxy in private subnets", Check: proxySubnets, Change: checktest.Set("Data/Proxy", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "VpcSubnetIds"), Want: "Data/Proxy: subnets"},
		{Name: "the reader's endpoint in one zone", Check: proxySubnets, Change: checktest.Set("Data/ProxyReader", `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, "VpcSubnetIds"), Want: "Data/ProxyReader: subnets"},
		{Name: "a proxy that cannot log in", Check: proxyRole, Change: checktest.Set("Data/ProxyRolePolicy", `[]`, statement(0, "Resource")...), Want: "Data/ProxyRole may"},
		{Name: "a proxy that logs in as anybody", Check: proxyRole, Change: checktest.Set("Data/ProxyRolePolicy", `"*"`, statement(0, "Resource")...), Want: "rds-db:connect on *"},
		{Name: "a proxy that reads all secrets", Check: proxyRole, Change: checktest.Set("Data/ProxyRolePolicy", `"*"`, statement(1, "Resource")...), Want: "secretsmanager:GetSecretValue on *"},
		{Name: "a proxy without the key", Check: proxyRole, Change: checktest.Set("Data/ProxyRolePolicy", `"Deny"`, statement(2, "Effect")...), Want: "Deny kms:Decrypt"},
		{Name: "a role that tasks assume too", Check: proxyRole, Change: checktest.Set("Data/ProxyRole", `{"Service": ["rds.amazonaws.com", "ecs-tasks.amazonaws.com"]}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "trusts"},
		{Name: "a policy of AWS", Check: proxyRole, Change: checktest.Set("Data/ProxyRole", `["arn:aws:iam::aws:policy/AdministratorAccess"]`, "ManagedPolicyArns"), Want: "AdministratorAccess"},
		{Name: "no way to the reader", Check: readerEndpoint, Change: checktest.Drop("Data/ProxyReader"), Want: "found 0"},
		{Name: "a reader's endpoint to the writer", Check: readerEndpoint, Change: checktest.Set("Data/ProxyReader", `"READ_WRITE"`, "TargetRole"), Want: "want READ_ONLY"},
		{Name: "a reader's endpoint in dev", Check: readerEndpoint, Change: checktest.As("dev", ""), Want: "found 1"},
		{Name: "a proxy's log for ever", Check: proxyLog, Change: checktest.Set("Data/ProxyLogGroup", `null`, "RetentionInDays"), Want: "want 365"},
		{Name: "a proxy without a name", Check: proxyLog, Change: checktest.Set("Data/Proxy", `null`, "DBProxyName"), Want: "no literal name"},
	}
}
