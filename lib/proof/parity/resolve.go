package parity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// resolved returns what a value of the template amounts to, in texts, lists and
// objects: functions are computed, references name what they refer to, through
// exports too, the environment's own name is <env>, and AWS::NoValue is left out.
func (s side) resolved(v any) any {
	if function, argument, ok := assembly.Intrinsic(v); ok {
		if function == "Fn::If" {
			return map[string]any{function: s.branches(argument)}
		}
		return s.named(s.environment.Assembly.Text(s.stack, quoted(v)))
	}
	switch v := v.(type) {
	case string:
		return s.named(quoted(v).(string))
	case []any:
		list := []any{}
		for _, item := range v {
			if !isNoValue(item) {
				list = append(list, s.resolved(item))
			}
		}
		return list
	case map[string]any:
		members := map[string]any{}
		for key, member := range v {
			if !isNoValue(member) {
				members[withoutName(s.environment.Name, key)] = s.resolved(member)
			}
		}
		return members
	}
	return v
}

// branches resolves the arguments of Fn::If, each of which has its place even when
// it is no value.
func (s side) branches(arguments any) []any {
	var found []any
	for _, argument := range assembly.List(arguments) {
		found = append(found, s.resolved(argument))
	}
	return found
}

func (s side) named(text string) string {
	return s.ids.withoutHashes(withoutName(s.environment.Name, text))
}

func isNoValue(v any) bool { return assembly.At(v, "Ref") == "AWS::NoValue" }

// quoted writes ${x} in a text as Fn::Sub does, ${!x}, so that it is no reference.
func quoted(v any) any {
	switch v := v.(type) {
	case string:
		return strings.ReplaceAll(v, "${", "${!")
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = quoted(item)
		}
		return list
	case map[string]any:
		switch function, argument, _ := assembly.Intrinsic(v); function {
		case "Fn::Join", "Fn::Select", "Fn::Split", "Fn::Base64":
			return map[string]any{function: quoted(argument)}
		case "Fn::Sub":
			return map[string]any{function: quotedSub(argument)}
		}
	}
	return v
}

// quotedSub quotes the variables of an Fn::Sub, and once more what its template
// quotes already.
func quotedSub(argument any) any {
	again := func(template any) any {
		text, _ := template.(string)
		return strings.ReplaceAll(text, "${!", "${!!")
	}
	if assembly.List(argument) == nil {
		return again(argument)
	}
	variables := map[string]any{}
	for name, value := range assembly.Map(assembly.At(argument, 1)) {
		variables[name] = quoted(value)
	}
	return []any{again(assembly.At(argument, 0)), variables}
}

// written shows a resolved value: a text as it is, a list or an object as JSON.
// CloudFormation takes 1 for "1", so these are written alike.
func written(v any) string {
	if isList(v) || isObject(v) {
		return encoded(v)
	}
	return fmt.Sprint(v)
}

// encoded writes a resolved value as JSON, which no other value shares.
func encoded(v any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(out.String(), "\n")
}
