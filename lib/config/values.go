package config

import (
	"fmt"
	"strings"
)

// Value is a setting, or a field of a service, with its value as the tables show it: of
// variables only their names.
type Value struct {
	Name, Shown string
	// Whole differs where the values do, and is for nobody to read.
	Whole string
}

// Values are those of all settings but the services, in the order of the table.
func (e Environment) Values() []Value { return values(settings(), e) }

// Values are those of the fields that a service of this kind has, in the order of the table.
func (s Service) Values() []Value {
	var own []field[Service]
	for _, f := range serviceFields() {
		if f.suits(s.Kind) {
			own = append(own, f)
		}
	}
	return values(own, s)
}

func values[O any](fields []field[O], of O) []Value {
	var list []Value
	for _, f := range fields {
		list = append(list, Value{f.name, strings.ReplaceAll(f.show(of), "`", ""), fmt.Sprint(f.get(of))})
	}
	return list
}
