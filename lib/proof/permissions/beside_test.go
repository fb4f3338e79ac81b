package permissions

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// A team explains its permissions beside them, and not those that give somebody more.
func TestAReasonBesideAPermission(t *testing.T) {
	t.Parallel()
	const (
		files    = `{"Effect": "Allow", "Action": ["s3:Abort*", "s3:PutObject"], "Resource": "arn:aws:s3:::files/*"}`
		broad    = "s3:Abort*, s3:PutObject on arn:aws:s3:::files/*"
		reason   = `{"` + broad + `": "a file's name is not known before"}`
		widening = "; it may widen permissions, so no metadata explains it"
	)
	for name, tc := range map[string]struct{ properties, metadata, want string }{
		"its reason":            {allowing(files), reason, ""},
		"no reason":             {allowing(files), `{}`, `no reason is declared for App/Additions/New: ` + broad + `; if it has to be so broad, say why of App/Additions/New in lib/stacks/additions/additions.go: offer.Permits(<construct>, "` + broad + `", "<why>")` + "\n"},
		"no words":              {allowing(files), `{"` + broad + `": " "}`, "must give each permission a reason in words"},
		"no map":                {allowing(files), `["` + broad + `"]`, "must give each permission a reason in words"},
		"an action more":        {allowing(strings.Replace(files, `"s3:Abort*"`, `"s3:Abort*", "s3:DeleteObject"`, 1)), reason, "no reason is declared for App/Additions/New: s3:Abort*, s3:DeleteObject, s3:PutObject on"},
		"nothing that is broad": {allowing(`{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::files/a"}`), reason, `App/Additions/New (AWS::IAM::Role): nothing needs the reason under chassis:reasons for "` + broad + `"`},
		"an escalation":         {allowing(`{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::files/*"}`), `{"privilege escalation: s3:PutBucketPolicy on arn:aws:s3:::files/*": "so there"}`, "s3:PutBucketPolicy on arn:aws:s3:::files/*" + widening},
		"other roles":           {allowing(`{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/x*"}`), `{"iam:PassRole on arn:aws:iam::111122223333:role/x*": "so there"}`, "role/x*" + widening},
		"somebody outside":      {trusting(`{"AWS": "111122223333"}`), `{"external access: sts:AssumeRole on itself to another account 111122223333": "so there"}`, "to another account 111122223333" + widening},
		"a policy of AWS":       {`{` + trusted + `, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}`, `{"all actions of the policy on arn:aws:iam::aws:policy/ReadOnlyAccess": "so there"}`, "policy/ReadOnlyAccess" + widening},
	} {
		a := handMade(t)
		change(t, a, newRole, tc.properties)
		asAddition(a).Metadata[config.ReasonsMetadata] = decoded(t, `{"of": `+tc.metadata+`}`)["of"]
		table, err := read(a, slices.Concat(handMadeReasons, []reasons.Reason{addedIsPassed}))
		says(t, name, err, tc.want)
		if shown := strings.Contains(table.Markdown(), "a file's name is not known before"); shown != (tc.want == "") {
			t.Errorf("%s: the page shows the reason: %t", name, shown)
		}
	}
}

// What leads outside is on the page with its reason, which a person judges.
func TestThePageShowsWhatLeadsOutside(t *testing.T) {
	t.Parallel()
	a := handMade(t)
	change(t, a, newRole, allowing(`{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::partner/a"}`))
	asAddition(a).Metadata[config.DestinationMetadata] = map[string]any{"arn:aws:s3:::partner/a": "the partner collects the orders there"}
	table, err := read(a, slices.Concat(handMadeReasons, []reasons.Reason{addedIsPassed}))
	says(t, "a destination", err, "")
	if text := table.Markdown(); !strings.Contains(text, "| App/Additions/New | `arn:aws:s3:::partner/a` | the partner collects the orders there |") {
		t.Errorf("the page does not show it: %s", text)
	}
}
