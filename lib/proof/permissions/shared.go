package permissions

import "slices"

// shared is what the environments that are in have alike, and of each its own. What they
// have alike is the key.
type shared[T any] struct {
	key string
	in  []bool
	of  []T
}

// union lists once what environments have alike. What only a later one has stands behind
// what is before it there, so that the rows about one thing stay together.
func union[T any](lists [][]T, key func(environment int, item T) string) []shared[T] {
	var all []shared[T]
	for i, list := range lists {
		next := 0
		for _, item := range list {
			text := key(i, item)
			at := slices.IndexFunc(all, func(s shared[T]) bool { return s.key == text && !s.in[i] })
			if at < 0 {
				at = next
				all = slices.Insert(all, at, shared[T]{text, make([]bool, len(lists)), make([]T, len(lists))})
			}
			all[at].in[i], all[at].of[i] = true, item
			next = at + 1
		}
	}
	return all
}
