package difference

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
	"example.com/chassis/lib/proof/promises/check"
)

// protecting are, in lower case, the words that AWS uses in the names of properties for what
// protects something: encryption, who may log in, public access, what is recorded of it, and
// what keeps it running while a zone or a deployment fails. What they miss is among all else.
var protecting = strings.Fields(`encrypt kms tls ssl certificate auth public scheme rotation scan mutab redact protect
	logging logdestination logsexport logdelivery loggroup traffictype failover multiaz zone subnet redrive metadataoptions privileged
	readonly capabilit secret httpendpoint drop_invalid desync waf monitoring insights snapshot autominor circuitbreaker healthcheck
	defaultaction mincapacity healthypercent`)

func protects(place string) bool {
	lower := strings.ToLower(place)
	return strings.HasSuffix(lower, ".user") || strings.HasPrefix(lower, "rules") ||
		slices.ContainsFunc(protecting, func(word string) bool { return strings.Contains(lower, word) })
}

// passed are properties for people only, which nothing depends on, and those of which another
// section says what they do.
var passed = []string{
	"Tags", "Comment", "DashboardBody", "Sid", "Label",
	"AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy", "ManagedPolicyArns", "Policies", "ResourcePolicy", "PermissionsBoundary",
	"SecurityGroupIngress", "SecurityGroupEgress",
}

func passes(place string) bool {
	name := place[strings.LastIndex(place, ".")+1:]
	return slices.Contains(passed, name) || strings.HasSuffix(name, "Description") && description.MatchString(name)
}

var description = regexp.MustCompile(`^\w+$`)

// known reports whether another section says of a type that a resource comes or goes.
func known(resourceType string) bool {
	_, tells := telling[resourceType]
	return tells || strings.HasPrefix(resourceType, "AWS::IAM::") || strings.HasPrefix(resourceType, "AWS::EC2::SecurityGroup")
}

// properties are those of every resource of which no other section speaks: the ones that
// protect something, and all others.
func properties(e *check.Examination) (protections, others map[string]watched) {
	protections, others = map[string]watched{}, map[string]watched{}
	for _, r := range e.Resources() {
		if r.Type == "AWS::CDK::Metadata" || r.Type == "AWS::EC2::SecurityGroupIngress" || r.Type == "AWS::EC2::SecurityGroupEgress" {
			continue
		}
		read := reader{e, r, map[string]string{}, map[string]string{}}
		read.value("", r.Properties)
		if r.Condition != "" {
			read.others["Condition"] = r.Condition
		}
		name := title(r.Stack.ID, r.LogicalID)
		protections[name], others[name] = watched{parts: read.protections}, watched{parts: read.others}
	}
	return protections, others
}

// reader collects the properties of a resource by their places.
type reader struct {
	of                  *check.Examination
	resource            *assembly.Resource
	protections, others map[string]string
}

func (r reader) value(place string, v any) {
	if passes(place) || slices.Contains(telling[r.resource.Type], place) {
		return
	}
	entries, list := assembly.Map(v), assembly.List(v)
	_, _, isFunction := assembly.Intrinsic(v)
	switch {
	case len(entries) > 0 && !isFunction:
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			r.value(strings.TrimPrefix(place+"."+key, "."), entries[key])
		}
	case slices.ContainsFunc(list, isObject):
		for i, item := range list {
			r.item(place, i, item)
		}
	case protects(place):
		r.protections[place] = text(r.of, r.resource, v)
	default:
		r.others[place] = text(r.of, r.resource, v)
	}
}

// item reads an entry of a list by its name, if it has one.
func (r reader) item(place string, i int, item any) {
	key, _ := assembly.At(item, "Key").(string)
	if value := assembly.At(item, "Value"); key != "" && value != nil {
		r.value(place+"["+key+"]", value)
		return
	}
	name := fmt.Sprint(i)
	for _, property := range []string{"Name", "Id", "ID"} {
		if text, _ := assembly.At(item, property).(string); text != "" {
			name = text
			break
		}
	}
	r.value(place+"["+name+"]", item)
}

// isObject reports whether a value is an object, and no function.
func isObject(v any) bool {
	_, _, isFunction := assembly.Intrinsic(v)
	return assembly.Map(v) != nil && !isFunction
}

// policies are the attributes by which CloudFormation goes about a resource.
var policies = regexp.MustCompile(`^(DeletionPolicy|UpdateReplacePolicy|CreationPolicy|UpdatePolicy)\b`)

// mostOthers is how many lines there are of what no other section is about.
const mostOthers = 8

// othersDiffer says what else changes: which resources come, go or are made anew, and which
// of their properties are others.
func othersDiffer(found []changes.Change, was, is map[string]watched) []string {
	var said sayings
	for _, c := range found {
		stack, id, _ := strings.Cut(c.Name, "/")
		word := map[changes.Action]string{
			changes.Create: "new", changes.Delete: "gone", changes.MayDelete: "perhaps gone", changes.Replace: "made anew", changes.MayReplace: "perhaps made anew",
		}[c.Action]
		if revised := c.Type == "AWS::ECS::TaskDefinition" || strings.HasPrefix(c.Type, "Custom::"); revised && strings.Contains(word, "anew") {
			continue // each change makes a new one
		}
		if word != "" && !known(c.Type) && !c.Endangers() {
			said.add(title(stack, id), word)
		}
		for _, detail := range c.Details {
			if c.Action == changes.Update && policies.MatchString(detail) {
				said.add(title(stack, id), detail)
			}
		}
	}
	lines := said.lines(func(names []string, text string) string { return text + ": " + few(names, most) })
	lines = append(lines, watchedDiffer(was, is)...)
	if rest := len(lines) - mostOthers; rest > 1 {
		lines = append(lines[:mostOthers:mostOthers], fmt.Sprintf("%d more, which cdk diff shows", rest))
	}
	return lines
}

// title names a resource without what the CDK adds to make its id unique.
func title(stack, logicalID string) string { return stack + "/" + assembly.Construct(logicalID) }
