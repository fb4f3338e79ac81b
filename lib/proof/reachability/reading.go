package reachability

import (
	"net/url"
	"strings"
)

// readings are the paths that the load balancer may compare with its patterns. AWS
// says that it does so after normalising the URI, not how: so this takes no step
// for granted, neither that it happens nor that it does not. The first is what
// RFC 3986 calls for. No standard makes a slash of a backslash, so none is made here.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
func readings(requested string) []string {
	steps := []func(string) string{
		unescape,
		removeDots,
		func(p string) string {
			for strings.Contains(p, "//") {
				p = strings.ReplaceAll(p, "//", "/")
			}
			return p
		},
	}
	found := []string{removeDots(unescapeUnreserved(requested))}
	// Everything is unescaped, or what RFC 3986 calls unreserved, or nothing.
	for _, start := range []string{requested, unescapeUnreserved(requested)} {
		// Every subset of the steps, in this order and the reverse.
		for subset := range 1 << len(steps) {
			forward, backward := start, start
			for i := range steps {
				if subset&(1<<i) != 0 {
					forward = steps[i](forward)
				}
				if j := len(steps) - 1 - i; subset&(1<<j) != 0 {
					backward = steps[j](backward)
				}
			}
			found = append(found, forward, backward)
		}
	}
	return once(found)
}

func unescape(p string) string {
	if decoded, err := url.PathUnescape(p); err == nil {
		return decoded
	}
	return p
}

// unescapeUnreserved decodes what needs no escape: letters, digits and the signs -._~ of RFC 3986.
func unescapeUnreserved(p string) string {
	var out strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] == '%' && i+2 < len(p) {
			if decoded, err := url.PathUnescape(p[i : i+3]); err == nil && strings.Trim(strings.ToLower(decoded), "abcdefghijklmnopqrstuvwxyz0123456789-._~") == "" {
				out.WriteString(decoded)
				i += 2
				continue
			}
		}
		out.WriteByte(p[i])
	}
	return out.String()
}

// removeDots takes . and .. away (RFC 3986, 5.2.4) and leaves double slashes.
func removeDots(p string) string {
	if !strings.Contains(p, "/.") {
		return p
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, segment := range segments {
		switch {
		case segment == ".." && len(kept) > 0:
			kept = kept[:len(kept)-1]
		case segment != "." && segment != "..":
			kept = append(kept, segment)
			continue
		}
		if i == len(segments)-1 {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}
