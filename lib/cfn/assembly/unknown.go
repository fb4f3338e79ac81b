package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// pseudoParameters are those that every template has.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
var pseudoParameters = []string{
	"AWS::AccountId", noValue, "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
	"AWS::StackId", "AWS::StackName", "AWS::URLSuffix",
}

// understood are the functions whose meaning this package knows.
var understood = []string{
	"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::If",
	"Fn::ImportValue", "Fn::GetStackOutput", "Fn::Base64",
}

// documented are all functions that CloudFormation documents and that need no transform to be
// replaced first. Fn::Length and Fn::ToJsonString need the section Transform, which is refused
// itself.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
var documented = append([]string{
	"Fn::And", "Fn::Cidr", "Fn::Equals", "Fn::FindInMap", "Fn::GetAZs", "Fn::Length", "Fn::Not", "Fn::Or", "Fn::ToJsonString",
	"Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll",
}, understood...)

// Unknown lists what the other methods overlook: sections and functions that this
// package does not read, and references that lead nowhere.
// An assembly with an entry here means more, or less, than the other methods say.
func (a *Assembly) Unknown() []string {
	var found []string
	for _, key := range a.Missing {
		found = append(found, "a lookup is missing: "+key)
	}
	for _, s := range a.Stacks {
		u := unknown{assembly: a, stack: s}
		if len(s.Mappings) > 0 {
			u.add("", "section Mappings is not understood")
		}
		for _, section := range s.unread {
			u.add("", "section %s is not understood", section)
		}
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if r.Condition != "" && s.Conditions[r.Condition] == nil {
				u.add(id, "condition %s is not defined", r.Condition)
			}
			for _, other := range r.DependsOn {
				if s.Resources[other] == nil {
					u.add(id, "depends on %s, which the template does not have", other)
				}
			}
			u.value(id, r.Properties)
		}
		for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
			u.value("output "+id, At(s.Outputs[id], "Value"))
		}
		found = append(found, u.found...)
	}
	return found
}

type unknown struct {
	assembly *Assembly
	stack    *Stack
	found    []string
}

func (u *unknown) add(where, format string, args ...any) {
	u.found = append(u.found, strings.TrimSuffix(u.stack.ID+"/"+where, "/")+": "+fmt.Sprintf(format, args...))
}

// value looks at everything inside v.
func (u *unknown) value(where string, v any) {
	if function, argument, ok := Intrinsic(v); ok {
		u.function(where, function, argument)
	}
	for _, item := range List(v) {
		u.value(where, item)
	}
	m := Map(v)
	keys := make([]string, 0, len(m))
	for key, item := range m {
		if strings.HasPrefix(key, "Fn::") || Map(item) != nil || List(item) != nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if strings.HasPrefix(key, "Fn::") && len(m) > 1 {
			u.add(where, "%s stands beside other keys", key)
		}
		u.value(where, m[key])
	}
}

func (u *unknown) function(where, function string, argument any) {
	switch {
	case !slices.Contains(understood, function):
		u.add(where, "%s is not understood", function)
	case function == "Ref":
		name, _ := argument.(string)
		u.name(where, name, "")
	case function == "Fn::GetAtt":
		name, attribute := getAtt(argument)
		if attribute == "" {
			u.add(where, "Fn::GetAtt %s names no attribute", Written(argument))
			return
		}
		u.name(where, name, attribute)
	case function == "Fn::Sub":
		template, variables := sub(argument)
		for _, part := range subParts(template) {
			if _, given := variables[part.text]; part.variable && !given {
				name, attribute, _ := strings.Cut(part.text, ".")
				u.name(where, name, attribute)
			}
		}
	case function == "Fn::ImportValue" || function == "Fn::GetStackOutput":
		if exporter, _ := u.assembly.elsewhere(u.stack, function, argument, 0); exporter == nil {
			u.add(where, "no stack has what %s %s names", function, u.assembly.Text(u.stack, argument))
		}
	case function == "Fn::If":
		condition, _ := At(argument, 0).(string)
		if u.stack.Conditions[condition] == nil || len(List(argument)) != 3 {
			u.add(where, "Fn::If %s cannot be decided", Written(argument))
		}
	}
}

// name is a name that a reference uses.
func (u *unknown) name(where, name, attribute string) {
	if attribute == "" && slices.Contains(pseudoParameters, name) {
		return
	}
	if _, ok := u.stack.target(name, attribute); !ok {
		u.add(where, "refers to %s, which the template does not have", strings.TrimSuffix(name+"."+attribute, "."))
	}
}
