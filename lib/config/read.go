package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The functions below read one value of the context. It is a string when it was
// given with -c, and any JSON type when it stands in cdk.json. Their errors say
// what the value must be; the caller puts the setting's name before.

// readText refuses the empty text: it is nearly always a shell variable that is
// not set, and -c instance=$PR would then act on the long-lived environment.
//
// A JSON number is refused too. The CDK's command line reads and writes the
// context again, so the version 15.10 would arrive as 15.1 and an account would
// lose its leading zeros.
func readText(value any) (string, error) {
	text, ok := value.(string)
	switch {
	case !ok:
		return "", fmt.Errorf("must be text in quotes, got %s", inJSON(value))
	case text == "":
		return "", errors.New("must not be empty; leave it out for the default")
	}
	return text, nil
}

func readWhole(value any) (int, error) {
	number, err := strconv.Atoi(digits(value))
	if err != nil {
		return 0, fmt.Errorf("must be a whole number, got %s", inJSON(value))
	}
	return number, nil
}

// plainDecimal keeps out what strconv also takes: NaN, Inf, hexadecimal.
var plainDecimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

func readDecimal(value any) (float64, error) {
	number, err := strconv.ParseFloat(digits(value), 64)
	if err != nil || !plainDecimal.MatchString(digits(value)) {
		return 0, fmt.Errorf("must be a number, got %s", inJSON(value))
	}
	return number, nil
}

// digits is the text of a number, given as one or as a string.
func digits(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

func readFlag(value any) (bool, error) {
	switch value {
	case true, "true":
		return true, nil
	case false, "false":
		return false, nil
	}
	return false, fmt.Errorf("must be true or false, got %s", inJSON(value))
}

// readList reads a JSON array of strings or a string with commas. Both may be
// empty: -c wafCountedRules= lets every rule block.
func readList(value any) ([]string, error) {
	entries := []string{}
	switch v := value.(type) {
	case string:
		if v != "" {
			entries = strings.Split(v, ",")
		}
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, fmt.Errorf("must list only text in quotes, got %s", inJSON(item))
			}
			entries = append(entries, text)
		}
	default:
		return nil, fmt.Errorf("must be a list of texts, or one text with commas, got %s", inJSON(value))
	}
	seen := map[string]bool{}
	for i, entry := range entries {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			return nil, fmt.Errorf("must not have an empty entry, got %s", inJSON(value))
		}
		if seen[strings.ToLower(entry)] {
			return nil, fmt.Errorf("names %q twice", entry)
		}
		seen[strings.ToLower(entry)] = true
		entries[i] = entry
	}
	return entries, nil
}

// inJSON is how a value looked in the context, on one line.
func inJSON(value any) string {
	if text, ok := value.(string); ok {
		return strconv.Quote(text)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%v", value)
	}
	return string(encoded)
}
