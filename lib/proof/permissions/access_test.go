package permissions

import (
	"slices"
	"strings"
	"testing"
)

// line puts a row of a table into one line, for a comparison.
func line(cells ...string) string { return strings.Join(cells, " | ") }

// rows are all that the hand-made platform says of access, one line each.
func rows(a Access) []string {
	var found []string
	for _, s := range a.Secrets {
		found = append(found, line("reads", s.Secret, s.Who, s.By, strings.Join(s.Conditions, " and "), s.Key, s.Decrypts))
	}
	for _, k := range a.Keys {
		row := line("opens", k.Key, k.Who, k.By, strings.Join(k.Actions, ","), strings.Join(k.Conditions, " and "))
		if !k.Effective {
			row += " | in vain"
		}
		found = append(found, row)
	}
	for _, d := range a.Databases {
		found = append(found, line("connects", d.Database, d.User, d.Who, strings.Join(d.Conditions, " and ")))
	}
	for _, r := range a.Passes {
		found = append(found, line("passes", r.Role, r.Who, strings.Join(r.Conditions, " and ")))
	}
	for _, r := range a.Assumes {
		found = append(found, line("assumes", r.Role, r.Who, r.By, strings.Join(r.Conditions, " and ")))
	}
	return found
}

const (
	secretOf   = `{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Ref": "Secret"}}`
	dataKeyOf  = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "DataKey"}}`
	closedOf   = `{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "ClosedKey"}}`
	assumesNew = "assumes | App/New | service ec2.amazonaws.com | the role's trust policy | "
	dataKey    = "Keys/DataKeyAAAAAAAA"
	ofNew      = "opens | Keys/DataKey | App/New | own policy | kms:Decrypt | "
)

// accessCase is a change of the hand-made platform, with the rows about access that
// it takes away and those that it adds.
type accessCase struct {
	changes     map[string]string
	gone, added []string
}

func checkAccess(t *testing.T, cases map[string]accessCase) {
	t.Helper()
	for name, tc := range cases {
		base, _ := read(handMade(t), handMadeReasons)
		before := rows(base.Access)
		a := handMade(t)
		for resource, properties := range tc.changes {
			change(t, a, resource, properties)
		}
		changed, _ := read(a, handMadeReasons) // that reasons are missing is another test's
		after := rows(changed.Access)
		gone := slices.DeleteFunc(slices.Clone(before), func(row string) bool { return slices.Contains(after, row) })
		added := slices.DeleteFunc(after, func(row string) bool { return slices.Contains(before, row) })
		for what, got := range map[string][2][]string{"takes away": {gone, tc.gone}, "adds": {added, tc.added}} {
			slices.Sort(got[0])
			slices.Sort(got[1])
			if !slices.Equal(got[0], got[1]) {
				t.Errorf("%s: %s\n  %s\nwant\n  %s", name, what, strings.Join(got[0], "\n  "), strings.Join(got[1], "\n  "))
			}
		}
	}
}

func TestWhoGetsAtDatabasesAndRoles(t *testing.T) {
	t.Parallel()
	checkAccess(t, map[string]accessCase{
		"any user of the database": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": "rds-db:*", "Resource": {"Fn::Sub": "arn:aws:rds-db:ap-northeast-2:${AWS::AccountId}:dbuser:${Cluster.DBClusterResourceId}/*"}}`)},
			added:   []string{assumesNew, "connects | App/Cluster | * | App/New | "},
		},
		"any role": {
			changes: map[string]string{newRole: allowing(`{"Effect": "Allow", "Action": ["iam:PassRole", "sts:AssumeRole"], "Resource": "*"}`)},
			added:   []string{assumesNew, "passes | * | App/New | ", "assumes | * | App/New | own policy; the role is outside the templates, and its trust policy decides | "},
		},
		"a role that trusts the account": {
			changes: map[string]string{"App/TaskRole": trusting(`{"AWS": {"Ref": "AWS::AccountId"}}`)},
			gone:    []string{"assumes | App/TaskRole | service ecs-tasks.amazonaws.com | the role's trust policy | ", "assumes | App/TaskRole | App/DeployRole | own policy, but the role does not trust it | "},
			added:   []string{"assumes | App/TaskRole | this account | the role's trust policy | ", "assumes | App/TaskRole | App/DeployRole | own policy | "},
		},
		"a trust that denies": {
			changes: map[string]string{newRole: strings.Replace(trusting(`{"Service": "ec2.amazonaws.com"}`), "Allow", "Deny", 1)},
			added:   []string{"assumes | App/New | service ec2.amazonaws.com | Deny by the role's trust policy | "},
		},
	})
}
