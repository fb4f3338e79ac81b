package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Object decodes a JSON object of source, a file or a variable. Numbers stay as they
// were written.
func Object(source string, data []byte) (map[string]any, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, fmt.Errorf("%s is not valid JSON%s: %w", source, lineOf(data, err), err)
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(whole))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", source, err)
	}
	if key, twice := repeated(json.NewDecoder(bytes.NewReader(whole))); twice {
		return nil, fmt.Errorf("%s has %s twice, and the last would win", source, key)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s must be a JSON object, got %s", source, Kind(value))
	}
	return object, nil
}

// repeated returns the first key that stands twice in one object, with the keys above it.
func repeated(decoder *json.Decoder) (string, bool) {
	token, err := decoder.Token()
	start, nested := token.(json.Delim)
	if err != nil || !nested {
		return "", false
	}
	seen := map[string]bool{}
	for decoder.More() {
		var key string
		if start == '{' {
			token, err = decoder.Token()
			if err != nil {
				return "", false
			}
			key, _ = token.(string)
			if seen[key] {
				return key, true
			}
			seen[key] = true
		}
		if inner, twice := repeated(decoder); twice {
			if key != "" {
				inner = key + "." + inner
			}
			return inner, true
		}
	}
	_, _ = decoder.Token() // the end of it
	return "", false
}

// lineOf says where a syntax error is, for files of more than one line.
func lineOf(data []byte, err error) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return ""
	}
	before := data[:min(int(syntax.Offset), len(data))]
	return fmt.Sprintf(" (line %d)", bytes.Count(before, []byte("\n"))+1)
}
