package known

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// What in a text leads somewhere.
var (
	// anARN ends before a space, since functions that nobody can compute have some.
	anARN     = pattern{"arn:", regexp.MustCompile(`arn:[a-z0-9*-]+:[A-Za-z0-9*-]*:[^:\s"]*:[^:\s"]*:[^\s"'<>,]*`)}
	anAccount = pattern{"", regexp.MustCompile(`\b[0-9]{12}\b`)} // any digit may be its first
	aRegion   = pattern{"-", regexp.MustCompile(`\b[a-z]{2}(-gov|-iso[a-z]?)?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]\b`)}
	aURL      = pattern{"://", regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://[^\s"'\\<>]*`)}
	aMailbox  = pattern{"@", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)}
	anAddress = pattern{".", regexp.MustCompile(`\b[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?\b`)}
)

// pattern is a regular expression, and what is in everything that it finds: most texts
// lead nowhere, and looking for that is faster.
type pattern struct {
	sign string
	*regexp.Regexp
}

func (p pattern) in(text string) []string {
	if !strings.Contains(text, p.sign) {
		return nil
	}
	return p.FindAllString(text, -1)
}

// names are what the settings name.
type names struct {
	// texts are all of them, as they are written.
	texts map[string]bool
	// parts are the accounts, addresses, URLs and mailboxes inside of them.
	parts map[string]bool
	// regional are those with the name of a region inside, such as a path; the longest first.
	regional []string
	arns     []string
}

func namesOf(v *check.Review) names {
	n := names{texts: map[string]bool{}, parts: map[string]bool{}}
	raw, err := json.Marshal(v.Settings)
	var settings any
	if err != nil || json.Unmarshal(raw, &settings) != nil {
		v.Add("the settings cannot be read: %v", err)
	}
	for _, l := range leaves("", settings) {
		text, _ := l.value.(string)
		if text == "" {
			continue
		}
		// A template has the account in them in its own form where it is the stack's.
		for _, form := range []string{text, inStack(v.Settings.Account, v.Settings.Region, text)} {
			n.texts[form] = true
			for _, p := range []pattern{anAccount, aURL, aMailbox, anAddress} {
				for _, part := range p.in(form) {
					n.parts[part] = true
				}
			}
			if aRegion.MatchString(form) && form != v.Settings.Region {
				n.regional = append(n.regional, form)
			}
		}
		for _, arn := range anARN.in(text) {
			// secret#key is one JSON key of a secret
			arn, _, _ = strings.Cut(arn, "#")
			n.arns = append(n.arns, arn)
		}
	}
	slices.SortFunc(n.regional, func(a, b string) int { return len(b) - len(a) })
	return n
}

// regions are those in a text, but for what the settings name so.
func (n names) regions(text string) []string {
	for _, named := range n.regional {
		text = strings.ReplaceAll(text, named, "")
	}
	return aRegion.in(text)
}

// arn says whether the settings name an ARN. In a policy it may end in a wildcard, and
// where ECS reads a secret the key follows.
func (n names) arn(text string) bool {
	for _, named := range n.arns {
		if rest, begins := strings.CutPrefix(text, named); begins && (rest == "" || rest[0] == ':' || rest[0] == '-') {
			return true
		}
	}
	return false
}

// own makes what belongs to the account and region of a stack read alike, pinned or not.
func own(s *assembly.Stack, text string) string { return inStack(s.Account, s.Region, text) }

func inStack(account, region, text string) string {
	if !strings.Contains(text, "${AWS::") && (account == "" || !strings.Contains(text, account)) {
		return text
	}
	text = strings.NewReplacer("${AWS::AccountId}", ownAccount, "${AWS::Region}", region, "${AWS::Partition}", "aws", "${AWS::URLSuffix}", "amazonaws.com").Replace(text)
	if account != "" {
		text = strings.ReplaceAll(text, account, ownAccount)
	}
	return text
}

// ownAccount stands for the account of the stack.
const ownAccount = "own-account"
