package changes_test

import "testing"

// What a template does not decide counts with the worst that it may be.
func TestAValueBehindAFunctionMayBecomeWorse(t *testing.T) {
	t.Parallel()
	const (
		cluster = "AWS::RDS::DBCluster"
		isProd  = `"Conditions": {"P": {"Fn::Equals": ["prod", "prod"]}}, `
		isDev   = `"Conditions": {"P": {"Fn::Equals": ["prod", "dev"]}}, `
		either  = `{"Fn::If": ["P", true, false]}`
		nothing = `{"Ref": "AWS::NoValue"}`
	)
	number := func(n string) string { return `"Parameters": {"D": {"Type": "Number", "Default": ` + n + `}}, ` }
	mapping := func(v string) string { return `"Mappings": {"M": {"a": {"b": ` + v + `}}}, ` }
	days := func(v string) string { return one(cluster, `"BackupRetentionPeriod": `+v) }
	protected := func(v string) string { return one(cluster, `"DeletionProtection": `+v) }
	log := func(v string) string { return one("AWS::Logs::LogGroup", `"RetentionInDays": `+v) }
	bucket := func(v string) string { return one("AWS::S3::Bucket", `"VersioningConfiguration": `+v) }
	regions := func(all string) string {
		return `"Parameters": {"D": {"Type": "CommaDelimitedList", "Default": "` + all + `"}}, `
	}
	keyspace := one("AWS::Cassandra::Keyspace", `"ReplicationSpecification": {"RegionList": {"Ref": "D"}}`)
	const byRegion = `{"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "b"]}`
	const found = `{"Fn::FindInMap": ["M", "a", "b"]}`
	checkAll(t, map[string]weakening{
		"a condition is redefined": {
			isProd + days(`{"Fn::If": ["P", 35, 1]}`), isDev + days(`{"Fn::If": ["P", 35, 1]}`), "BackupRetentionPeriod 35 may become 1 (condition P is changed)",
		},
		"both branches keep less":            {isProd + days(`{"Fn::If": ["P", 35, 7]}`), isProd + days(`{"Fn::If": ["P", 1, 1]}`), "BackupRetentionPeriod 35 may become 1"},
		"both branches keep more":            {isProd + days(`{"Fn::If": ["P", 35, 7]}`), isProd + days(`{"Fn::If": ["P", 35, 14]}`), ""},
		"each branch keeps more than before": {isProd + days(`7`), isProd + days(`{"Fn::If": ["P", 14, 35]}`), ""},
		"one branch keeps less than before":  {isProd + days(`35`), isProd + days(`{"Fn::If": ["P", 35, 1]}`), "BackupRetentionPeriod 35 may become 1"},
		"a parameter in place of a number":   {number("1") + days(`35`), number("1") + days(`{"Ref": "D"}`), "BackupRetentionPeriod 35 may become 1"},
		"a parameter that keeps as much":     {number("35") + days(`35`), number("35") + days(`{"Ref": "D"}`), ""},
		"a parameter without a default":      {days(`35`), `"Parameters": {"D": {"Type": "Number"}}, ` + days(`{"Ref": "D"}`), "BackupRetentionPeriod may become less"},
		"the default of a parameter":         {number("365") + log(`{"Ref": "D"}`), number("1") + log(`{"Ref": "D"}`), "RetentionInDays 365 may become 1 (parameter D is changed)"},
		"a greater default":                  {number("1") + log(`{"Ref": "D"}`), number("365") + log(`{"Ref": "D"}`), ""},
		"a mapping":                          {mapping("365") + log(found), mapping("1") + log(found), "RetentionInDays 365 becomes 1 (mapping M is changed)"},
		"a mapping of the stack's region": {
			`"Mappings": {"M": {"eu-west-1": {"b": 365}, "us-east-1": {"b": 365}}}, ` + log(byRegion), `"Mappings": {"M": {"eu-west-1": {"b": 1}, "us-east-1": {"b": 365}}}, ` + log(byRegion), "RetentionInDays 365 ",
		},
		"a mapping of another region": {
			`"Mappings": {"M": {"eu-west-1": {"b": 365}, "us-east-1": {"b": 365}}}, ` + log(byRegion), `"Mappings": {"M": {"eu-west-1": {"b": 365}, "us-east-1": {"b": 1}}}, ` + log(byRegion), "",
		},
		"the default of a list":              {regions("a,b") + keyspace, regions("b") + keyspace, "RegionList[a] may be removed"},
		"what only a deployment knows":       {log(`365`), log(`{"Fn::GetAtt": ["Y", "Days"]}`), "RetentionInDays may become less"},
		"for ever in place of it":            {log(`{"Fn::GetAtt": ["Y", "Days"]}`), log(nothing), ""},
		"no function changes":                {log(`{"Fn::GetAtt": ["Y", "Days"]}`), one("AWS::Logs::LogGroup", `"RetentionInDays": {"Fn::GetAtt": ["Y", "Days"]}, "LogGroupClass": "DELIVERY"`), ""},
		"a protection behind a condition":    {isProd + protected(either), isDev + protected(either), "DeletionProtection may be removed (condition P is changed)"},
		"swapped branches":                   {isProd + protected(either), isProd + protected(`{"Fn::If": ["P", false, true]}`), "DeletionProtection may be removed"},
		"a protection that may be left out":  {isProd + protected("true"), isProd + protected(`{"Fn::If": ["P", true, `+nothing+`]}`), "DeletionProtection may be removed"},
		"a protection that is on in the end": {isProd + protected(either), isProd + protected("true"), ""},
		"a protection in a mapping":          {mapping("true") + protected(found), mapping("false") + protected(found), "DeletionProtection is removed (mapping M is changed)"},
		"a protection by a parameter":        {number("true") + protected(`{"Ref": "D"}`), number("false") + protected(`{"Ref": "D"}`), "DeletionProtection may be removed (parameter D is changed)"},
		"an object behind a condition":       {isProd + bucket(`{"Fn::If": ["P", {"Status": "Enabled"}, `+nothing+`]}`), isDev + bucket(`{"Fn::If": ["P", {"Status": "Enabled"}, `+nothing+`]}`), "VersioningConfiguration.Status Enabled may become Suspended"},
		"an object behind one that goes":     {isProd + bucket(`{"Fn::If": ["P", {"Status": "Enabled"}, `+nothing+`]}`), isProd + bucket(nothing), "VersioningConfiguration.Status Enabled may become Suspended"},
		"a key that may be off":              {isProd + one("AWS::KMS::Key", `"Enabled": `+either), isDev + one("AWS::KMS::Key", `"Enabled": `+either), "Enabled true may become false"},
		"a parameter in a generated template": {
			number(`"a"`) + one("AWS::SecretsManager::Secret", `"GenerateSecretString": {"SecretStringTemplate": {"Fn::Sub": "${D}"}}`),
			number(`"b"`) + one("AWS::SecretsManager::Secret", `"GenerateSecretString": {"SecretStringTemplate": {"Fn::Sub": "${D}"}}`),
			"GenerateSecretString may write the content anew (parameter D is changed)",
		},
	})
}

// More conditions than anybody could look at in all their ways are still no reason to be silent.
func TestManyConditionsAreNoReasonToBeSilent(t *testing.T) {
	t.Parallel()
	v, conditions := "35", ""
	for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J"} {
		conditions += `"` + name + `": {"Fn::Equals": ["a", "a"]}, `
		v = `{"Fn::If": ["` + name + `", ` + v + `, 7]}`
	}
	sections := `"Conditions": {` + conditions + `"Z": {"Fn::Equals": ["a", "a"]}}, `
	weakening{
		sections + one("AWS::RDS::DBCluster", `"BackupRetentionPeriod": 7`), sections + one("AWS::RDS::DBCluster", `"BackupRetentionPeriod": `+v), "BackupRetentionPeriod may become less",
	}.check(t)
}
