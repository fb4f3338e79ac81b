package known

import (
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/permissions/reasons"
	"example.com/chassis/lib/proof/promises/check"
)

func nothingLeaves(v *check.Review) {
	n := namesOf(v)
	for _, s := range v.Stacks {
		// A reference hides what these hold from the properties.
		for section, values := range map[string]any{"Mappings": s.Mappings, "Parameters": s.Parameters} {
			for _, l := range leaves(section, values) {
				for _, what := range outside(v, n, &assembly.Resource{Stack: s}, l) {
					v.Add("stack %s: %s: %s", s.ID, l.path, what)
				}
			}
		}
	}
	for _, r := range v.Resources() {
		said, needed := destinations(v, r), map[string]bool{}
		for _, l := range leaves("", r.Properties) {
			for _, to := range outside(v, n, r, l) {
				switch {
				case said[to.what]:
					needed[to.what] = true
				case ours(r):
					v.Add("%s: %s: %s", r, l.path, to)
				default:
					v.Add("%s: %s: %s; if it has to be, say why in lib/stacks/additions/additions.go: offer.GoesOutside(<construct>, %q, \"<why>\")", r, l.path, to, to.what)
				}
			}
		}
		for _, what := range slices.Sorted(maps.Keys(said)) {
			if !needed[what] {
				v.Add("%s: nothing needs the reason under %s for %s", r, config.DestinationMetadata, what)
			}
		}
	}
}

// destinations are what of a resource a team says why it leads outside.
func destinations(v *check.Review, r *assembly.Resource) map[string]bool {
	declared, given := r.Metadata[config.DestinationMetadata]
	if !given {
		return nil
	}
	if ours(r) {
		v.Add("%s: the metadata %s counts only in lib/stacks/additions", r, config.DestinationMetadata)
		return nil
	}
	said := map[string]bool{}
	for what, why := range assembly.Map(declared) {
		if text, _ := why.(string); strings.TrimSpace(text) != "" {
			said[what] = true
		}
	}
	if len(said) == 0 || len(said) < len(assembly.Map(declared)) {
		v.Add("%s: the metadata %s must say of each destination why in words, got %s", r, config.DestinationMetadata, assembly.Written(declared))
	}
	return said
}

// destination is something that leads outside.
type destination struct{ what, why string }

func (d destination) String() string { return d.what + " " + d.why }

// policies are how the properties are called that hold a policy. Wildcards stand in them, and
// accounts of AWS.
var policies = regexp.MustCompile(`(^| )(PolicyDocument|KeyPolicy|AssumeRolePolicyDocument|RepositoryPolicyText|ResourcePolicy|PolicyText|Policy)( |$)`)

func isPolicy(path string) bool { return policies.MatchString(path) }

// outside are the parts of a value that lead out of the platform's account and region, or
// to what of it the platform does not have.
func outside(v *check.Review, n names, r *assembly.Resource, l leaf) []destination {
	text := own(r.Stack, v.Text(r.Stack, l.value))
	text = strings.ReplaceAll(text, regionOfEvent, v.Settings.Region)
	if n.texts[text] {
		return nil
	}
	var found []destination
	for _, arn := range anARN.in(text) {
		if why := arnOutside(v, n, arn, isPolicy(l.path)); why != "" {
			found = append(found, destination{shown(arn), why})
		}
	}
	rest := anARN.ReplaceAllString(text, "")
	for _, account := range anAccount.in(rest) {
		if !n.parts[account] {
			found = append(found, destination{account, "is the number of another account"})
		}
	}
	for _, region := range n.regions(rest) {
		if region != v.Settings.Region {
			found = append(found, destination{region, "is another region"})
		}
	}
	for _, url := range aURL.in(rest) {
		ofGitHub := r.Type == oidcProvider && url == github
		if !n.parts[url] && !ofAWS(v, url) && !ofGitHub {
			found = append(found, destination{shown(url), "is an address that the settings do not name"})
		}
	}
	for _, mailbox := range aMailbox.in(rest) {
		if !n.parts[mailbox] {
			found = append(found, destination{shown(mailbox), "is a mailbox that the settings do not name"})
		}
	}
	if !slices.ContainsFunc(modelled, func(prefix string) bool { return strings.HasPrefix(r.Type, prefix) }) {
		for _, address := range anAddress.in(rest) {
			if !n.parts[address] && isAddress(address) {
				found = append(found, destination{address, "is an address that the settings do not name"})
			}
		}
	}
	return found
}

// modelled are types of which package reachability knows each range of addresses.
var modelled = []string{"AWS::EC2::SecurityGroup", "AWS::EC2::Route", "AWS::EC2::Subnet", "AWS::EC2::VPC"}

func isAddress(text string) bool {
	if _, err := netip.ParsePrefix(text); err == nil {
		return true
	}
	_, err := netip.ParseAddr(text)
	return err == nil
}

const (
	oidcProvider = "AWS::IAM::OIDCProvider"
	github       = "https://token.actions.githubusercontent.com"
)

// ofAWS says whether a URL is a page of the console in the region.
func ofAWS(v *check.Review, url string) bool {
	return strings.HasPrefix(url, "https://"+v.Settings.Region+".console.aws.amazon.com/")
}

// regionOfEvent is how the expression of a state machine puts the region of an event, which is
// the rule's own, into a text.
const regionOfEvent = "' & $states.input.region & '"

func shown(text string) string { return strings.ReplaceAll(text, ownAccount, "${AWS::AccountId}") }

// withoutAccount are how ARNs begin that name no account and belong to AWS, so that they lead
// nowhere: what a state machine calls, and managed policies.
var withoutAccount = regexp.MustCompile(`^arn:aws:(states:::|iam::aws:policy/)`)

// arnOutside says why an ARN leads out; empty when it does not.
func arnOutside(v *check.Review, n names, arn string, inPolicy bool) string {
	parts := strings.SplitN(arn, ":", 6)
	region, account, name := parts[3], parts[4], parts[5]
	wild := func(text string) bool { return inPolicy && text == "*" }
	anyOfAll := inPolicy && account == "" && name == "*"
	switch {
	case n.arn(strings.ReplaceAll(arn, ownAccount, v.Settings.Account)):
		return ""
	case withoutAccount.MatchString(arn):
		return ""
	case inPolicy && account == reasons.LoadBalancing[v.Settings.Region] && account != "":
		return "" // who delivers the access logs
	case region != "" && region != v.Settings.Region && !wild(region):
		return "belongs to another region"
	case account == "" && strings.HasPrefix(name, "${"):
		return "" // of a bucket of the templates
	case account != ownAccount && !wild(account) && !anyOfAll:
		return "belongs to another account, or to whom it does not say"
	case inPolicy || strings.Contains(name, "${") || serviceLinked.MatchString(name):
		return ""
	case parts[2] == "secretsmanager" && n.texts[strings.TrimPrefix(name, "secret:")]:
		return ""
	}
	for _, prefix := range []string{v.Prefix("-"), v.Prefix("/")} {
		if strings.HasPrefix(after(name), prefix+"-") || strings.HasPrefix(after(name), prefix+"/") || after(name) == v.Settings.ClusterIdentifier() {
			return ""
		}
	}
	return "names nothing that the platform has"
}

var serviceLinked = regexp.MustCompile(`^role/aws-service-role/`)

// after is the name in an ARN, without the type in front of it.
func after(name string) string {
	if i := strings.IndexAny(name, ":/"); i >= 0 {
		return strings.TrimLeft(name[i+1:], "/")
	}
	return name
}
