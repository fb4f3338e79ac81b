package permissions

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// ownAccount is how the account of the platform reads, whether the stacks are
// pinned to one or not.
const ownAccount = "${AWS::AccountId}"

var (
	// token is a reference as assembly.Text renders it.
	token = regexp.MustCompile(`\$\{([^{}/\s]+/[^{}.\s]+)(\.[^{}\s]+)?\}`)
	// proxyID is the way to a database proxy's id, which only its ARN tells.
	proxyID = regexp.MustCompile(`\$\{Fn::Select 6 of \$\{Fn::Split : of \$\{([^{}\s]+)\.DBProxyArn\}\}\}`)
	// variable is anything that a template or a policy leaves open.
	variable = regexp.MustCompile(`\$\{[^{}]*\}`)
)

// names turns what a template calls its resources into the paths of their
// constructs, which a reader finds in the sources and which have no hashes.
type names struct {
	paths map[string]string
	// arns are those of resources that a policy may spell out.
	arns map[string]string
	// account is that of all stacks, when they are pinned to one.
	account string
}

// newNames names every resource, whatever is wrong: of two with one path, the first
// in order has it, so that the same templates always read the same.
func newNames(a *assembly.Assembly) (names, error) {
	n := names{paths: map[string]string{}, arns: map[string]string{}}
	taken := map[string]string{}
	var problems []error
	for i, s := range a.Stacks {
		if i == 0 {
			n.account = s.Account
		}
		if n.account != s.Account {
			problems = append(problems, fmt.Errorf("stack %s belongs to account %q, another one to %q", s.ID, s.Account, n.account))
		}
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if arn := spelled(a, r); arn != "" {
				n.arns[r.String()] = arn
			}
			path, _ := assembly.At(r.Metadata, "aws:cdk:path").(string)
			if path != "" && !teams(r) && assembly.LogicalID(path) != id {
				problems = append(problems, fmt.Errorf("%s says that it is the construct %s, of which the CDK makes another logical id", r, path))
			}
			path = cmp.Or(strings.TrimSuffix(path, "/Resource"), r.String())
			if other := taken[path]; other != "" {
				problems = append(problems, fmt.Errorf("%s and %s are both the construct %s", other, id, path))
				continue
			}
			taken[path] = id
			n.paths[r.String()] = path
		}
	}
	return n, errors.Join(problems...)
}

// of names a resource.
func (n names) of(r *assembly.Resource) string {
	if path := n.paths[r.String()]; path != "" {
		return path
	}
	return r.String()
}

// readable names the resources in a text. A text that is nothing but a reference to
// a resource, or to its ARN, becomes the name.
func (n names) readable(text string) string {
	text = n.readableAccount(text)
	text = proxyID.ReplaceAllStringFunc(text, func(found string) string {
		return "${" + n.path(proxyID.FindStringSubmatch(found)[1]) + " id}"
	})
	if parts := token.FindStringSubmatch(text); parts != nil && parts[0] == text && (parts[2] == "" || parts[2] == ".Arn") {
		return n.path(parts[1])
	}
	return token.ReplaceAllStringFunc(text, func(found string) string {
		parts := token.FindStringSubmatch(found)
		return "${" + n.path(parts[1]) + parts[2] + "}"
	})
}

// readableAccount writes the account of the platform as a stack without one has it.
func (n names) readableAccount(text string) string {
	if n.account == "" {
		return text
	}
	return strings.ReplaceAll(text, n.account, ownAccount)
}

func (n names) readables(texts []string) []string {
	var found []string
	for _, text := range texts {
		found = append(found, n.readable(text))
	}
	return found
}

func (n names) path(name string) string {
	if path := n.paths[name]; path != "" {
		return path
	}
	return name
}

// mayBe says whether a resource of a statement is, or may be, the one with this ARN,
// which a template refers to in these ways.
func (n names) mayBe(resource iampolicy.Pattern, arn string, references ...string) bool {
	text := n.readableAccount(resource.Text)
	matches := slices.Contains(references, resource.Text) || iampolicy.Match(text, arn) ||
		slices.ContainsFunc(references, func(reference string) bool {
			known := n.readableAccount(n.arn(reference))
			return known != "" && (iampolicy.Match(text, known) || !resource.Not() && iampolicy.Match(known, text))
		})
	return matches != resource.Not()
}

// wild says whether a pattern stands for more than one thing.
func wild(p iampolicy.Pattern) bool { return p.Not() || wildText(p.Text) }

// wildText says whether a text has a wildcard. What a variable will be is one thing.
func wildText(text string) bool {
	return strings.ContainsAny(variable.ReplaceAllString(text, ""), "*?")
}
