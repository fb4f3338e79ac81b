package changes_test

import "testing"

const (
	databasesLost = "it holds the databases: UpdateReplacePolicy Delete keeps nothing"
	itemsLost     = "it holds the table's items: DeletionPolicy Delete keeps nothing"
)

// defined adds sections and resources to the Data stack.
func defined(sections, conditions, resources string) [][3]string {
	edits := with(resources)
	edits = append(edits, data(`  "Parameters": {`+"\n", sections+`  "Parameters": {`+"\n")...)
	return append(edits, data(`  "Conditions": {`+"\n", `  "Conditions": {`+conditions+"\n")...)
}

// What reads the same may depend on something that a template defines elsewhere.
func TestADefinitionBehindANameIsFollowed(t *testing.T) {
	t.Parallel()
	restored := func(id string) string {
		return `"Db": {"Type": "AWS::RDS::DBCluster", "Properties": {"SnapshotIdentifier": ` + id + `}}`
	}
	const table = `"Items": {"Type": "AWS::DynamoDB::Table", "Condition": "Wanted"}`
	snapshots := func(id string) string { return `"Mappings": {"Snapshots": {"prod": {"id": "` + id + `"}}},` }
	stage := func(name string) string { return `"IsProd": {"Fn::Equals": ["prod", "` + name + `"]},` }
	for name, tc := range map[string]struct {
		before, after [][3]string
		want          []string
	}{
		"a mapping": {
			defined(snapshots("a"), "", restored(`{"Fn::FindInMap": ["Snapshots", "prod", "id"]}`)),
			defined(snapshots("b"), "", restored(`{"Fn::FindInMap": ["Snapshots", "prod", "id"]}`)),
			[]string{"! Data/Db (AWS::RDS::DBCluster) REPLACED: SnapshotIdentifier (mapping Snapshots is changed); " + databasesLost},
		},
		"a mapping inside another function": {
			defined(snapshots("a"), "", restored(`{"Fn::Sub": ["x-${id}", {"id": {"Fn::FindInMap": ["Snapshots", "prod", "id"]}}]}`)),
			defined(snapshots("b"), "", restored(`{"Fn::Sub": ["x-${id}", {"id": {"Fn::FindInMap": ["Snapshots", "prod", "id"]}}]}`)),
			[]string{"! Data/Db (AWS::RDS::DBCluster) REPLACED: SnapshotIdentifier (mapping Snapshots is changed); " + databasesLost},
		},
		"a mapping whose key only a deployment knows": {
			defined(snapshots("a"), "", restored(`{"Fn::FindInMap": ["Snapshots", {"Ref": "Stage"}, "id"]}`)),
			defined(snapshots("b"), "", restored(`{"Fn::FindInMap": ["Snapshots", {"Ref": "Stage"}, "id"]}`)),
			[]string{"! Data/Db (AWS::RDS::DBCluster) may be REPLACED: SnapshotIdentifier (mapping Snapshots is changed); " + databasesLost},
		},
		"another entry of the mapping": {
			defined(`"Mappings": {"Snapshots": {"prod": {"id": "a"}, "dev": {"id": "x"}}},`, "", restored(`{"Fn::FindInMap": ["Snapshots", "prod", "id"]}`)),
			defined(`"Mappings": {"Snapshots": {"prod": {"id": "a"}, "dev": {"id": "y"}}},`, "", restored(`{"Fn::FindInMap": ["Snapshots", "prod", "id"]}`)),
			nil,
		},
		"a condition of a condition": {
			defined("", stage("prod")+`"Wanted": {"Fn::Or": [{"Condition": "IsProd"}, {"Fn::Equals": ["a", "b"]}]},`, table),
			defined("", stage("dev")+`"Wanted": {"Fn::Or": [{"Condition": "IsProd"}, {"Fn::Equals": ["a", "b"]}]},`, table),
			[]string{"! Data/Items (AWS::DynamoDB::Table) may be DELETED: its condition Wanted is new or changed; " + itemsLost},
		},
		"a condition of a condition inside a value": {
			defined("", stage("prod")+`"Wanted": {"Fn::Not": [{"Condition": "IsProd"}]},`, restored(`{"Fn::If": ["Wanted", "a", {"Ref": "AWS::NoValue"}]}`)),
			defined("", stage("dev")+`"Wanted": {"Fn::Not": [{"Condition": "IsProd"}]},`, restored(`{"Fn::If": ["Wanted", "a", {"Ref": "AWS::NoValue"}]}`)),
			[]string{"! Data/Db (AWS::RDS::DBCluster) may be REPLACED: SnapshotIdentifier (condition Wanted is changed); " + databasesLost},
		},
		"a mapping in a condition": {
			defined(snapshots("a"), `"Wanted": {"Fn::Equals": [{"Fn::FindInMap": ["Snapshots", "prod", "id"]}, "a"]},`, table),
			defined(snapshots("b"), `"Wanted": {"Fn::Equals": [{"Fn::FindInMap": ["Snapshots", "prod", "id"]}, "a"]},`, table),
			[]string{"! Data/Items (AWS::DynamoDB::Table) may be DELETED: its condition Wanted is new or changed; " + itemsLost},
		},
		"the default of a parameter in a condition": {
			defined("", `"Wanted": {"Fn::Equals": [{"Ref": "Retention"}, "7"]},`, table),
			append(defined("", `"Wanted": {"Fn::Equals": [{"Ref": "Retention"}, "7"]},`, table), data(`"Default": 7`, `"Default": 8`)...),
			[]string{"! Data/Items (AWS::DynamoDB::Table) may be DELETED: its condition Wanted is new or changed; " + itemsLost},
		},
		"a condition that nothing uses": {
			defined("", stage("prod"), table+`, "Other": {"Type": "AWS::SNS::Topic"}`), defined("", stage("dev"), table+`, "Other": {"Type": "AWS::SNS::Topic"}`), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, lines(t, base(t, tc.before), base(t, tc.after)), tc.want)
		})
	}
}
