package configurations

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"example.com/chassis/lib/config"
)

// spot is a value of a parameter, both by their index.
type spot struct{ parameter, value int }

// pair is two spots, that of the earlier parameter first.
type pair struct{ first, second spot }

func pairOf(a, b spot) pair {
	if b.parameter < a.parameter {
		a, b = b, a
	}
	return pair{a, b}
}

// cover looks for configurations in which all pairs of values meet.
type cover struct {
	random     *rand.Rand
	parameters []Parameter
	// company is what makes a value valid that is refused alone.
	company map[spot]choice
	// open are the pairs that have not met.
	open map[pair]bool
}

// Pairs are valid configurations in which each two values meet that can; that a parameter
// is not given counts as a value. They are made in the manner of AETG: each begins with a
// pair that has not met, and takes for one parameter after the other the value with which
// most such pairs meet. The first ones have the most pairs.
//
// Cohen, Dalal, Fredman, Patton: The AETG system, IEEE Transactions on Software Engineering
// 23 (7), 1997.
func Pairs(seed uint64) iter.Seq[Configuration] {
	return func(yield func(Configuration) bool) {
		random := source(seed, 0)
		c := cover{random: random, parameters: Parameters(random), company: map[spot]choice{}, open: map[pair]bool{}}
		for i := range c.parameters[len(shapes()):] {
			c.keep(len(shapes()) + i)
		}
		for _, next := range c.pairs() {
			if !c.open[next] {
				continue
			}
			if begin, ok := c.begin(next); ok {
				chosen := c.complete(begin)
				c.meet(chosen)
				if !yield(chosen.configuration()) {
					return
				}
			}
		}
	}
}

// keep drops the values of a parameter that are refused everywhere, and adds that it is not
// given.
func (c *cover) keep(i int) {
	p := &c.parameters[i]
	kept := []any{nil}
	for _, value := range p.Values {
		if company, ok := c.companyOf(*p, value); ok {
			c.company[spot{i, len(kept)}] = company
			kept = append(kept, value)
		}
	}
	p.Values = kept
}

// plain are the shapes in which a value is tried alone.
func plain() []string {
	var list []string
	for _, name := range config.Likes() {
		list = append(list, name+" "+name, name+" "+name+" a")
	}
	return list
}

func notOfName(r rune) bool { return !unicode.IsLetter(r) }

// companyOf finds what a value needs to be valid: a shape, and one other value at most, of a
// parameter that the refusal names.
func (c *cover) companyOf(p Parameter, value any) (choice, bool) {
	var places []choice
	for _, at := range plain() {
		place := choice{environmentShape: at, servicesShape: "web worker job", placeShape: inRun, platformShape: "chassis"}
		places = append(places, place.with(p.Key(), value))
		if places[len(places)-1].isValid() {
			return choice{environmentShape: at}, true
		}
	}
	for _, place := range places {
		_, refusal := place.configuration().Load()
		named := strings.FieldsFunc(refusal.Error(), notOfName)
		for _, other := range c.parameters[len(shapes()):] {
			if !slices.Contains(named, other.Name) {
				continue
			}
			for _, beside := range other.Values {
				if other.Key() != p.Key() && place.with(other.Key(), beside).isValid() {
					return choice{environmentShape: place[environmentShape], other.Key(): beside}, true
				}
			}
		}
	}
	return nil, false
}

// pairs opens all pairs and returns them in an order by chance.
func (c *cover) pairs() []pair {
	var all []pair
	for i, p := range c.parameters {
		for j, q := range c.parameters[:i] {
			for v := range p.Values {
				for w := range q.Values {
					all = append(all, pairOf(spot{i, v}, spot{j, w}))
				}
			}
		}
	}
	c.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, p := range all {
		c.open[p] = true
	}
	return all
}

// begin returns a choice of two values, with what else they need.
func (c *cover) begin(p pair) (choice, bool) {
	both := choice{}
	for _, s := range []spot{p.first, p.second} {
		both[c.parameters[s.parameter].Key()] = c.parameters[s.parameter].Values[s.value]
	}
	var tried []choice
	for _, company := range []choice{{}, c.company[p.first], c.company[p.second], c.company[p.first].and(c.company[p.second])} {
		begun := company.and(both)
		if slices.ContainsFunc(tried, func(other choice) bool { return same(other, begun) }) {
			continue
		}
		tried = append(tried, begun)
		if made, ok := c.shaped(begun, p); ok {
			return made, true
		}
	}
	return nil, false
}

// shaped gives a choice the shape that it lacks.
func (c *cover) shaped(begun choice, p pair) (choice, bool) {
	for range 4 {
		made := begun.and(nil)
		for _, shape := range c.parameters[:len(shapes())] {
			if _, given := made[shape.Key()]; !given {
				made[shape.Key()] = shape.Values[c.random.IntN(len(shape.Values))]
			}
		}
		fits := true
		for _, s := range []spot{p.first, p.second} {
			fits = fits && made.has(c.parameters[s.parameter])
		}
		if fits && made.isValid() {
			return made, true
		}
	}
	return nil, false
}

// complete gives each other parameter the value with which most open pairs meet, of those
// that are valid.
func (c *cover) complete(chosen choice) choice {
	met := c.spots(chosen)
	for _, i := range c.random.Perm(len(c.parameters)) {
		p := c.parameters[i]
		if _, given := chosen[p.Key()]; given || !chosen.has(p) {
			continue
		}
		gains := make([]int, len(p.Values))
		order := c.random.Perm(len(p.Values))
		for v := range p.Values {
			for _, other := range met {
				if c.open[pairOf(spot{i, v}, other)] {
					gains[v]++
				}
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return gains[b] - gains[a] })
		for _, v := range order {
			if more := chosen.with(p.Key(), p.Values[v]); p.Values[v] == nil || more.isValid() {
				chosen = more
				met = append(met, spot{i, v})
				break
			}
		}
	}
	return chosen
}

// spots are those of a choice.
func (c *cover) spots(chosen choice) []spot {
	var list []spot
	for i, p := range c.parameters {
		value, given := chosen[p.Key()]
		if !given {
			continue
		}
		for v, candidate := range p.Values {
			if same(candidate, value) {
				list = append(list, spot{i, v})
				break
			}
		}
	}
	return list
}

// meet closes the pairs of a choice.
func (c *cover) meet(chosen choice) {
	spots := c.spots(chosen)
	for i, a := range spots {
		for _, b := range spots[:i] {
			delete(c.open, pairOf(a, b))
		}
	}
}

// has says whether the services of a choice have what the parameter is about.
func (c choice) has(p Parameter) bool {
	return p.Of == "" || slices.Contains(strings.Fields(c[servicesShape].(string)), p.Of)
}
