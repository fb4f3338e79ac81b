// Package input reads what a user has written: JSON objects, single values, and
// names that may hold a typing error. It knows nothing of what the values mean.
package input

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A value is a string when it is given with -c, and of any JSON type in cdk.json.
// The errors say what the value must be; the caller adds the setting's name.

// Text reads a string. It refuses an empty one, which nearly always comes from a
// shell variable that is not set: -c instance=$PR would act on the long-lived
// environment.
//
// It refuses a JSON number too. The CDK's command line decodes and encodes the
// context, so the version 15.10 would arrive as 15.1, and an account would lose its
// leading zeros.
func Text(value any) (string, error) {
	text, ok := value.(string)
	switch {
	case !ok:
		return "", fmt.Errorf("must be text in quotes, got %s", JSON(value))
	case text == "":
		return "", errors.New("must not be empty; leave it out for the default")
	}
	return text, nil
}

// Whole reads a whole number.
func Whole(value any) (int, error) {
	number, err := strconv.Atoi(digits(value))
	if err != nil {
		return 0, fmt.Errorf("must be a whole number, got %s", JSON(value))
	}
	return number, nil
}

// plainDecimal excludes NaN, Inf and hexadecimal numbers, which strconv accepts.
var plainDecimal = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// Decimal reads a number with or without a decimal point.
func Decimal(value any) (float64, error) {
	number, err := strconv.ParseFloat(digits(value), 64)
	if err != nil || !plainDecimal.MatchString(digits(value)) {
		return 0, fmt.Errorf("must be a number, got %s", JSON(value))
	}
	return number, nil
}

// digits is the text of a number that is given as a number or as a string.
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

// Flag reads true or false.
func Flag(value any) (bool, error) {
	switch value {
	case true, "true":
		return true, nil
	case false, "false":
		return false, nil
	}
	return false, fmt.Errorf("must be true or false, got %s", JSON(value))
}

// List reads a JSON array of strings, or one string with commas. Both may be empty:
// with -c wafCountedRules= every rule blocks.
func List(value any) ([]string, error) {
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
				return nil, fmt.Errorf("must list only text in quotes, got %s", JSON(item))
			}
			entries = append(entries, text)
		}
	default:
		return nil, fmt.Errorf("must be a list of texts, or one text with commas, got %s", JSON(value))
	}
	seen := map[string]bool{}
	for i, entry := range entries {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			return nil, fmt.Errorf("must not have an empty entry, got %s", JSON(value))
		}
		if seen[strings.ToLower(entry)] {
			return nil, fmt.Errorf("names %q twice", entry)
		}
		seen[strings.ToLower(entry)] = true
		entries[i] = entry
	}
	return entries, nil
}

// JSON is a value as it was written, on one line.
func JSON(value any) string {
	if text, ok := value.(string); ok {
		return strconv.Quote(text)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%v", value)
	}
	return string(encoded)
}

// Kind names the type of a value, for errors that must not repeat it.
func Kind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return "a number"
	}
}

// Wholes reads a list of whole numbers, or one text with commas.
func Wholes(value any) ([]int, error) {
	var items []any
	switch v := value.(type) {
	case []any:
		items = v
	case string:
		for part := range strings.SplitSeq(v, ",") {
			items = append(items, strings.TrimSpace(part))
		}
	default:
		return nil, fmt.Errorf("must be a list of whole numbers, got %s", JSON(value))
	}
	var numbers []int
	for _, item := range items {
		number, err := strconv.Atoi(digits(item))
		if err != nil {
			return nil, fmt.Errorf("must list only whole numbers, got %s", JSON(value))
		}
		if slices.Contains(numbers, number) {
			return nil, fmt.Errorf("names %d twice", number)
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

// Words reads a JSON array of texts, also one that is written in a text, as on the
// command line. No text is split: a word of a command may hold commas.
func Words(value any) ([]string, error) {
	if text, ok := value.(string); ok {
		var decoded []any
		if err := json.Unmarshal([]byte(text), &decoded); err != nil {
			return nil, fmt.Errorf("must be a JSON array of texts, such as [\"serve\", \"--port=8080\"], got %s", JSON(value))
		}
		value = decoded
	}
	items, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("must be a list of texts, got %s", JSON(value))
	}
	words := []string{}
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return nil, fmt.Errorf("must list only text in quotes, got %s", JSON(item))
		}
		words = append(words, text)
	}
	return words, nil
}

// Table reads an object of texts. No error repeats a text, which may be a secret.
func Table(value any) (map[string]string, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("must be an object of texts, got %s", Kind(value))
	}
	texts := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		text, ok := object[name].(string)
		if !ok {
			return nil, fmt.Errorf("must map %s to text in quotes, got %s", name, Kind(object[name]))
		}
		texts[name] = text
	}
	return texts, nil
}
