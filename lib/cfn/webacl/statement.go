// Package webacl evaluates the statements of a web ACL on the path of a request, as
// AWS WAF does, so that a template can be asked which requests a rule counts.
package webacl

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Matches evaluates a statement on the path of a request, and refuses what it does
// not know.
func Matches(statement any, requestPath string) (bool, error) {
	kinds := assembly.Map(statement)
	if len(kinds) != 1 {
		return false, fmt.Errorf("a statement has %d kinds, want 1", len(kinds))
	}
	for kind, body := range kinds {
		switch kind {
		case "ByteMatchStatement":
			return byteMatch(body, requestPath)
		case "NotStatement":
			inner, err := Matches(assembly.At(body, "Statement"), requestPath)
			return !inner, err
		case "OrStatement", "AndStatement":
			return combined(assembly.List(assembly.At(body, "Statements")), requestPath, kind == "OrStatement")
		default:
			return false, fmt.Errorf("%s is not understood", kind)
		}
	}
	return false, nil
}

// combined is true if any of the statements is (or), or all of them are (and).
func combined(statements []any, requestPath string, or bool) (bool, error) {
	result := !or
	for _, statement := range statements {
		one, err := Matches(statement, requestPath)
		if err != nil {
			return false, err
		}
		if one == or {
			result = or
		}
	}
	return result, nil
}

func byteMatch(body any, requestPath string) (bool, error) {
	field := assembly.Map(assembly.At(body, "FieldToMatch"))
	if _, ok := field["UriPath"]; !ok || len(field) != 1 {
		return false, fmt.Errorf("field %s is not understood", assembly.Written(field))
	}
	text := requestPath
	names, err := Transformations(body)
	if err != nil {
		return false, err
	}
	for _, name := range names {
		if text, err = transform(text, name); err != nil {
			return false, err
		}
	}
	search, err := searchString(body)
	if err != nil {
		return false, err
	}
	switch constraint := assembly.At(body, "PositionalConstraint"); constraint {
	case "EXACTLY":
		return text == search, nil
	case "STARTS_WITH":
		return strings.HasPrefix(text, search), nil
	case "ENDS_WITH":
		return strings.HasSuffix(text, search), nil
	case "CONTAINS":
		return strings.Contains(text, search), nil
	default:
		return false, fmt.Errorf("constraint %s is not understood", assembly.Written(constraint))
	}
}

func searchString(body any) (string, error) {
	if text, ok := assembly.At(body, "SearchString").(string); ok && text != "" {
		return text, nil
	}
	encoded, _ := assembly.At(body, "SearchStringBase64").(string)
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) == 0 {
		return "", fmt.Errorf("search string %s is not understood", assembly.Written(assembly.At(body, "SearchString")))
	}
	return string(raw), nil
}

// Transformations returns the names of a comparison's text transformations in
// the order in which WAF applies them. WAF wants a priority of its own for each.
func Transformations(match any) ([]string, error) {
	list := slices.Clone(assembly.List(assembly.At(match, "TextTransformations")))
	slices.SortStableFunc(list, func(a, b any) int { return cmp.Compare(priority(a), priority(b)) })
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = fmt.Sprint(assembly.At(t, "Type"))
		if priority(t) < 0 || i > 0 && priority(t) == priority(list[i-1]) {
			return nil, fmt.Errorf("transformation %s has no priority of its own", names[i])
		}
	}
	return names, nil
}

// transform is WAF's text transformation of that name.
// https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
func transform(text, name string) (string, error) {
	switch name {
	case "NONE":
		return text, nil
	case "LOWERCASE":
		return strings.ToLower(text), nil
	case "URL_DECODE":
		if decoded, err := url.PathUnescape(text); err == nil {
			return decoded, nil
		}
		return text, nil
	case "NORMALIZE_PATH":
		clean := path.Clean("/" + text)
		if strings.HasSuffix(text, "/") && clean != "/" {
			clean += "/"
		}
		return clean, nil
	}
	return "", fmt.Errorf("transformation %q is not understood", name)
}
