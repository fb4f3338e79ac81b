package eventpattern

import (
	"errors"
	"fmt"
	"strings"
)

// wildcardParts are the literal texts around each '*'. A backslash takes the '*' or
// the backslash after it literally; before anything else, and for '**', EventBridge
// refuses the pattern.
// https://github.com/aws/event-ruler#wildcard-matching
func wildcardParts(pattern string) ([]string, error) {
	parts := []string{""}
	for i := 0; i < len(pattern); i++ {
		char := pattern[i]
		switch {
		case char == '*' && strings.HasPrefix(pattern[i+1:], "*"):
			return nil, errors.New("wildcard takes no '*' after '*'")
		case char == '*':
			parts = append(parts, "")
			continue
		case char == '\\':
			i++
			if i == len(pattern) || pattern[i] != '*' && pattern[i] != '\\' {
				return nil, fmt.Errorf(`wildcard knows \* and \\ only, got %q`, pattern)
			}
			char = pattern[i]
		}
		parts[len(parts)-1] += string([]byte{char})
	}
	return parts, nil
}

// wildcard finds the first and last part at the ends of text, and the others in
// their order between, each as early as possible to leave the most to the next.
func wildcard(parts []string, text string) bool {
	last := len(parts) - 1
	if last == 0 {
		return text == parts[0]
	}
	text, ok := strings.CutPrefix(text, parts[0])
	for _, part := range parts[1:last] {
		if ok {
			_, text, ok = strings.Cut(text, part)
		}
	}
	return ok && strings.HasSuffix(text, parts[last])
}
