package iampolicy

import "strings"

// matchAction compares as IAM does, which ignores case in actions.
func matchAction(pattern, action string) bool {
	return Match(strings.ToLower(pattern), strings.ToLower(action))
}

// Match says whether a policy's pattern, in which * is any text and ? one
// character, is all of a text. Only the last * is ever tried again, so that a
// pattern of many costs no more than its length times the text's.
func Match(pattern, text string) bool {
	p, star, resume := 0, -1, 0
	for t := 0; t < len(text); {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
