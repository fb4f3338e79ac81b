package configurations

import (
	"maps"
	"slices"
)

// Shrunk takes values away from a configuration, many and then few at a time, as long as it
// stays valid and fails. Of its shape it tries the simplest.
func Shrunk(c Configuration, fails func(Configuration) bool) Configuration {
	small := choice(c.Chosen)
	try := func(less choice) bool {
		if !less.isValid() || !fails(less.configuration()) {
			return false
		}
		small = less
		return true
	}
	for _, shape := range shapes() {
		for _, simple := range shape.Values[:3] {
			if small[shape.Key()] == simple || try(small.with(shape.Key(), simple)) {
				break
			}
		}
	}
	for size := len(small) / 2; size > 0; size /= 2 {
		for parts := range slices.Chunk(slices.Sorted(maps.Keys(small)), size) {
			less := maps.Clone(small)
			for _, key := range parts {
				if key[0] != '(' {
					delete(less, key)
				}
			}
			if len(less) < len(small) {
				try(less)
			}
		}
	}
	return small.configuration()
}
