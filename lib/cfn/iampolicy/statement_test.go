package iampolicy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// read decodes a policy document that is written as JSON.
func read(t *testing.T, document string) []iampolicy.Statement {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	s := &assembly.Stack{ID: "Data", Region: "ap-northeast-2", Parameters: map[string]any{"Open": map[string]any{"Type": "String"}}}
	s.Resources = map[string]*assembly.Resource{"Thing": {Stack: s, LogicalID: "Thing", Type: "Custom::Thing"}}
	return iampolicy.Read(&assembly.Assembly{Stacks: []*assembly.Stack{s}}, &assembly.Resource{Stack: s, LogicalID: "Role"}, v)
}

func TestAStatementIsReadAsText(t *testing.T) {
	t.Parallel()
	const document = `{"Statement": {"Sid": "x", "Effect": "Deny", "NotAction": ["s3:Get*"], "NotResource": "*",
		"Principal": {"Service": ["a", "b"], "AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}},
		"Condition": {"Bool": {"aws:SecureTransport": false}, "StringEquals": {"k": ["v", "w"]}}}}`
	found := read(t, document)
	if len(found) != 1 {
		t.Fatalf("read %d statements, want 1", len(found))
	}
	const want = "Data/Role: Deny [NotAction s3:Get*] to [AWS arn:aws:iam::${AWS::AccountId}:root Service a Service b]" +
		" on [NotResource *] if [Bool aws:SecureTransport false StringEquals k v,w]"
	if got := found[0].String(); got != want || len(found[0].Unread) > 0 {
		t.Errorf("got  %s, unread %q\nwant %s", got, found[0].Unread, want)
	}
}

func TestWhatIsNotUnderstoodIsNoted(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		`"{}"`:              "a document without statements",
		`{"Statement": []}`: "",
		`{"Statement": {"Effect": "Permit", "Action": "s3:GetObject"}}`:                                                    `Effect "Permit"`,
		`{"Statement": {"Effect": "Allow", "Resource": "*"}}`:                                                              "no Action",
		`{"Statement": {"Effect": "Allow", "Action": "a", "NotAction": "b"}}`:                                              "both Action and NotAction",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resources": "*"}}`:                                              "the keyword Resources",
		`{"Statement": {"Effect": "Allow", "Action": {"Fn::If": ["c", "a", "b"]}}}`:                                        "the value",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resource": {"Fn::ImportValue": "gone"}}}`:                       "the value",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resource": {"Ref": "AWS::NoValue"}}}`:                           "the value",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resource": {"Fn::Select": [6, {"Fn::Split": [":", "${x}"]}]}}}`: "",
		`{"Statement": {"Effect": "Allow", "Action": {"Ref": "Open"}, "Resource": "*"}}`:                                   "the parameter Open",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resource": "{{resolve:ssm:x}}"}}`:                               "{{resolve:ssm:x}}",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Resource": {"Fn::GetAtt": ["Thing", "Arn"]}}}`:                  "Data/Thing Arn",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Principal": "me"}}`:                                             `Principal "me"`,
		`{"Statement": {"Effect": "Allow", "Action": "a", "Principal": ["*"]}}`:                                            "Principal [*]",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Principal": {"User": "me"}}}`:                                   "a principal of kind User",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Condition": "never"}}`:                                          "Condition never",
		`{"Statement": {"Effect": "Allow", "Action": "a", "Condition": {"Bool": "x"}}}`:                                    "Condition Bool x",
		`{"Statement": ["x"]}`: `Effect ""`,
	} {
		var notes []string
		for _, s := range read(t, document) {
			notes = append(notes, s.Unread...)
		}
		if got := strings.Join(notes, ", "); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: noted %q, want %q", document, got, want)
		}
	}
}

func TestNotActionConcernsEverythingElse(t *testing.T) {
	t.Parallel()
	for actions, want := range map[string]bool{
		`"Action": "kms:Decrypt"`:                      true,
		`"Action": "KMS:decrypt"`:                      true,
		`"Action": ["kms:Encrypt", "kms:D*"]`:          true,
		`"Action": "kms:Encrypt"`:                      false,
		`"NotAction": "kms:Encrypt"`:                   true,
		`"NotAction": ["kms:Encrypt", "kms:Decrypt*"]`: false,
	} {
		s := read(t, `{"Statement": {"Effect": "Allow", "Resource": "*", `+actions+`}}`)[0]
		if got := s.Concerns("kms:Decrypt"); got != want {
			t.Errorf("%s concerns kms:Decrypt: %t, want %t", actions, got, want)
		}
	}
}

func TestWildcardsMatch(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		pattern, text string
		want          bool
	}{
		{"kms:*", "kms:Decrypt", true},
		{"*", "kms:Decrypt", true},
		{"kms:Gen*Key*", "kms:GenerateDataKeyPair", true},
		{"kms:Decryp?", "kms:Decrypt", true},
		{"kms:Decrypt", "kms:DecryptAll", false},
		{"kms:Dec", "kms:Decrypt", false},
		{"", "", true},
		{"", "kms:Decrypt", false},
		{"a*b*c", "abcbd", false},
		{"a*bc**", "abbcc", true},
		{"a*?", "a", false},
	} {
		if got := iampolicy.Match(tc.pattern, tc.text); got != tc.want {
			t.Errorf("%q on %q is %t, want %t", tc.pattern, tc.text, got, tc.want)
		}
	}
}

// Trying every star at every place would take longer than any test may take.
func TestAHostilePatternIsMatchedSoon(t *testing.T) {
	t.Parallel()
	if iampolicy.Match(strings.Repeat("*a", 40)+"b", strings.Repeat("a", 400)) {
		t.Error("a text without b matches a pattern that ends in b")
	}
}
