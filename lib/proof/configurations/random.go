package configurations

import (
	"iter"
	"math/rand/v2"
)

// source is where the random numbers of a seed come from.
func source(seed uint64, which int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(which))) }

// Random are valid configurations of a seed, each the same whatever others there are.
func Random(seed uint64, from, count int) []Configuration {
	var all []Configuration
	for i := range count {
		all = append(all, random(source(seed, 1+from+i), func(choice, Parameter, any) {}))
	}
	return all
}

// PairsFirst are those of Pairs, and then random ones without end.
func PairsFirst(seed uint64) iter.Seq[Configuration] {
	return func(yield func(Configuration) bool) {
		for c := range Pairs(seed) {
			if !yield(c) {
				return
			}
		}
		for i := 0; ; i++ {
			if !yield(Random(seed, i, 1)[0]) {
				return
			}
		}
	}
}

// random adds one value after the other to a configuration, and hands over those with one
// that does not fit.
func random(random *rand.Rand, refused func(choice, Parameter, any)) Configuration {
	parameters := Parameters(random)
	chosen := choice{}
	for _, p := range parameters[:len(shapes())] {
		chosen[p.Key()] = p.Values[random.IntN(len(p.Values))]
	}
	share := random.Float64() // of the parameters that have a value
	for _, i := range random.Perm(len(parameters)) {
		p := parameters[i]
		if _, given := chosen[p.Key()]; given || random.Float64() > share || !chosen.has(p) {
			continue
		}
		for _, j := range random.Perm(len(p.Values)) {
			more := chosen.with(p.Key(), p.Values[j])
			if more.isValid() {
				chosen = more
				break
			}
			refused(more, p, p.Values[j])
		}
	}
	return chosen.configuration()
}
