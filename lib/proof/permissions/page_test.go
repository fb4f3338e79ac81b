package permissions

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A template that could add rows to the page could hide what it permits.
func TestNoTextOfATemplateAddsToThePage(t *testing.T) {
	t.Parallel()
	page := func(text string) string {
		a := handMade(t)
		written := strings.NewReplacer("\n", `\n`, `\`, `\\`).Replace(text)
		change(t, a, newRole, strings.Replace(allowing(`{"Effect": "Allow", "Action": ["iam:PassRole", "s3:Get`+written+`*"], "Resource": ["`+written+`", "*"],
			"Condition": {"StringLike": {"a": "`+written+`"}}}`), `{`, `{"Description": "`+written+`", "ManagedPolicyArns": ["`+written+`"], `, 1))
		a.Stack("App").Resources["New"].Metadata = map[string]any{"aws:cdk:path": "App/New" + text}
		a.Stack("App").Resources["New"].Condition = text
		a.Stack("App").Resources["Host"].Properties["IamInstanceProfile"] = map[string]any{"Fn::GetAtt": []any{"New", "Arn"}}
		a.Stack("App").Resources["Host"].Metadata = map[string]any{"aws:cdk:path": "App/Host" + text}
		p, _ := read(a, handMadeReasons) // that reasons are missing is another test's
		return p.Markdown()
	}
	plain := shape(page("plain"))
	inCode := regexp.MustCompile("`[^`\n]*`")
	for _, text := range []string{"a\n| b | c |", "a\n## b", "a | b | c", `a\| b`, "a ` | b ` c", "<b>a</b>", "[a](b)", "_a_"} {
		got := page(text)
		if !slices.Equal(shape(got), plain) || strings.ContainsAny(inCode.ReplaceAllString(got, ""), "<[`_") {
			t.Errorf("%q is more than a text in\n%s", text, got)
		}
	}
}

// shape is how each line begins, and how many cells a row of a table has: a bar with
// a backslash before it ends none.
func shape(page string) []string {
	bar := regexp.MustCompile(`(\\.|[^|\\])*\|`)
	var found []string
	for _, line := range strings.Split(page, "\n") {
		begin, _, _ := strings.Cut(line, " ")
		if begin == "|" {
			begin = strings.Repeat("|", len(bar.FindAllString(line, -1)))
		}
		found = append(found, begin)
	}
	return found
}
