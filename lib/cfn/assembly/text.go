package assembly

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Text renders v, a value in a template of s, as a person would write it.
//
// What only a deployment can know stays a token: "${Data/ProxyABC.DBProxyArn}" for
// an attribute of a resource wherever it is, "${Compute/ServiceImage}" for a Ref,
// "${AWS::AccountId}". The pseudo parameters that the stack's environment
// determines (AWS::Region, AWS::Partition, and AWS::AccountId of a pinned stack)
// become their value. An intrinsic function that cannot be computed is shown with
// its name, as in "${Fn::Select 6 of ${Fn::Split : of ${Data/ProxyABC.DBProxyArn}}}".
func (a *Assembly) Text(s *Stack, v any) string {
	return a.text(s, v, 0)
}

// OneOrMany renders the items of a value that may be a list or stand alone.
func (a *Assembly) OneOrMany(s *Stack, v any) []string {
	if v == nil {
		return nil
	}
	if list := List(v); list != nil {
		return a.texts(s, list, 0)
	}
	return []string{a.Text(s, v)}
}

func (a *Assembly) text(s *Stack, v any, depth int) string {
	if depth > maxDepth {
		// What is there, so that two values that differ do not read alike. As a token: nobody
		// splits it.
		return "${" + Written(v) + "}"
	}
	if function, argument, ok := Intrinsic(v); ok {
		return a.intrinsicText(s, function, argument, depth+1)
	}
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		return "[" + strings.Join(a.texts(s, v, depth), ",") + "]"
	case map[string]any:
		var entries []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			entries = append(entries, key+":"+a.text(s, v[key], depth+1))
		}
		return "{" + strings.Join(entries, ",") + "}"
	}
	return fmt.Sprint(v)
}

func (a *Assembly) texts(s *Stack, list []any, depth int) []string {
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i] = a.text(s, item, depth+1)
	}
	return texts
}

func (a *Assembly) intrinsicText(s *Stack, function string, argument any, depth int) string {
	switch function {
	case "Ref":
		if name, ok := argument.(string); ok {
			return s.token(name, "")
		}
	case "Fn::GetAtt":
		if name, attribute := getAtt(argument); attribute != "" {
			return s.token(name, attribute)
		}
	case "Fn::ImportValue", "Fn::GetStackOutput":
		if exporter, value := a.elsewhere(s, function, argument, depth); exporter != nil {
			return a.text(exporter, value, depth)
		}
		return "${" + function + " " + a.text(s, argument, depth) + "}"
	case "Fn::Sub":
		return a.subText(s, argument, depth)
	case "Fn::Join":
		parts, whole, ok := a.list(s, At(argument, 1), depth)
		if ok {
			return strings.Join(parts, a.text(s, At(argument, 0), depth))
		}
		return fmt.Sprintf("${Fn::Join %s of %s}", a.text(s, At(argument, 0), depth), whole)
	case "Fn::Select":
		return a.selectText(s, argument, depth)
	case "Fn::Split":
		parts, whole, ok := a.split(s, argument, depth)
		if ok {
			return "[" + strings.Join(parts, ",") + "]"
		}
		return whole
	case "Fn::If":
		return fmt.Sprintf("${Fn::If %s: %s | %s}", a.text(s, At(argument, 0), depth),
			a.text(s, At(argument, 1), depth), a.text(s, At(argument, 2), depth))
	}
	raw, err := json.Marshal(argument)
	if err != nil {
		raw = []byte(err.Error())
	}
	return fmt.Sprintf("${%s %s}", function, raw)
}

func (a *Assembly) selectText(s *Stack, argument any, depth int) string {
	index, err := strconv.Atoi(a.text(s, At(argument, 0), depth))
	parts, whole, ok := a.list(s, At(argument, 1), depth)
	if ok && err == nil && index >= 0 && index < len(parts) {
		return parts[index]
	}
	if ok {
		whole = "[" + strings.Join(parts, ",") + "]"
	}
	return fmt.Sprintf("${Fn::Select %s of %s}", a.text(s, At(argument, 0), depth), whole)
}

// list renders a list, if its length is known: one written out, or the Fn::Split
// of a text without tokens (a token may hide any number of separators). Otherwise it
// returns the text of the whole, so that nobody renders what is inside twice: inside each
// other, that would take time without end.
func (a *Assembly) list(s *Stack, v any, depth int) (parts []string, whole string, known bool) {
	if list, ok := v.([]any); ok {
		return a.texts(s, list, depth), "", true
	}
	if function, argument, _ := Intrinsic(v); function == "Fn::Split" && depth <= maxDepth {
		return a.split(s, argument, depth+1)
	}
	return nil, a.text(s, v, depth), false
}

// split does the same for what an Fn::Split is given.
func (a *Assembly) split(s *Stack, argument any, depth int) (parts []string, whole string, known bool) {
	separator, _ := At(argument, 0).(string)
	whole = a.text(s, At(argument, 1), depth)
	if separator == "" || strings.Contains(whole, "${") {
		return nil, fmt.Sprintf("${Fn::Split %s of %s}", a.text(s, At(argument, 0), depth), whole), false
	}
	return strings.Split(whole, separator), "", true
}

func (a *Assembly) subText(s *Stack, argument any, depth int) string {
	template, variables := sub(argument)
	var out strings.Builder
	for _, part := range subParts(template) {
		value, given := variables[part.text]
		switch {
		case !part.variable:
			out.WriteString(part.text)
		case given:
			out.WriteString(a.text(s, value, depth))
		default:
			name, attribute, _ := strings.Cut(part.text, ".")
			out.WriteString(s.token(name, attribute))
		}
	}
	return out.String()
}

// token renders a name of the stack's template, or of an attribute of it.
func (s *Stack) token(name, attribute string) string {
	if s == nil {
		return "${" + name + "}"
	}
	if known := s.pseudo(name); known != "" {
		return known
	}
	if strings.HasPrefix(name, "AWS::") {
		return "${" + name + "}"
	}
	if attribute != "" {
		name += "." + attribute
	}
	return "${" + s.ID + "/" + name + "}"
}

// pseudo returns the value of a pseudo parameter that the stack's environment determines.
func (s *Stack) pseudo(name string) string {
	switch name {
	case "AWS::Region":
		return s.Region
	case "AWS::AccountId":
		return s.Account
	case "AWS::StackName":
		return s.Name
	case "AWS::Partition":
		if s.Region != "" && !strings.HasPrefix(s.Region, "cn-") && !strings.HasPrefix(s.Region, "us-gov-") {
			return "aws"
		}
	}
	return ""
}

// sub splits the argument of Fn::Sub into its template and its own variables.
func sub(argument any) (string, map[string]any) {
	if template, ok := argument.(string); ok {
		return template, nil
	}
	template, _ := At(argument, 0).(string)
	return template, Map(At(argument, 1))
}

// subPart is a piece of an Fn::Sub template: text as it is, or a variable's name.
type subPart struct {
	text     string
	variable bool
}

// subParts cuts an Fn::Sub template at its variables; ${!x} is the text ${x}.
func subParts(template string) []subPart {
	var parts []subPart
	for {
		before, rest, found := strings.Cut(template, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return append(parts, subPart{text: template})
		}
		parts = append(parts, subPart{text: before})
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			parts = append(parts, subPart{text: "${" + literal + "}"})
		} else {
			parts = append(parts, subPart{text: strings.TrimSpace(name), variable: true})
		}
		template = after
	}
}
