package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/config/input"
)

// field is one name that a user may give a value, of an environment or of a service.
type field[O any] struct {
	name string
	// meaning is its description in the tables.
	meaning string
	// set reads a value of the context into an object. Its error says what the value must
	// be.
	set func(to *O, value any) error
	// clear takes an object's value away.
	clear func(from *O)
	// get returns an object's value.
	get func(O) any
	// show writes an object's value for the tables.
	show func(O) string
	// scope says for which deployments a value under environments.<env> counts.
	scope scope
	// inherited fields of a service have a value from elsewhere where it gives none. That
	// value is judged there.
	inherited bool
	// kinds are those of the services that have the field; nil for all.
	kinds []string
	// form describes the value for an editor.
	form form
	// checks refuse a value that could be read. What a bound says in form, it checks here.
	checks []func(value any, fail reporter)
}

// in limits the deployments that take the field from cdk.json.
func (f field[O]) in(limit scope) field[O] {
	f.scope = limit
	return f
}

// find returns the field with a name.
func find[O any](fields []field[O], name string) (field[O], bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field[O]{}, false
}

// names lists the fields.
func names[O any](fields []field[O]) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.name
	}
	return list
}

// text is a field that holds text.
func text[O any](name, meaning string, of func(*O) *string) field[O] {
	return newField(name, meaning, textForm, input.Text, of, func(value string) string {
		if value == "" {
			return "not set"
		}
		return code(value)
	})
}

// secretText is a text that no error repeats, because it may be the secret itself.
func secretText[O any](name, meaning string, of func(*O) *string) field[O] {
	f := text(name, meaning, of)
	set := f.set
	f.set = func(to *O, value any) error {
		if _, ok := value.(string); !ok {
			return fmt.Errorf("%s must be text in quotes", name)
		}
		return set(to, value)
	}
	return f
}

// whole is a field that holds a whole number.
func whole[O any](name, meaning string, of func(*O) *int) field[O] {
	return newField(name, meaning, wholeForm, input.Whole, of, strconv.Itoa)
}

// limit is a whole number, and 0 is off.
func limit[O any](name, meaning string, of func(*O) *int) field[O] {
	f := newField(name, meaning+"; 0 is off", wholeForm, input.Whole, of, func(value int) string {
		if value == 0 {
			return "off"
		}
		return strconv.Itoa(value)
	})
	f.form.zeroIsOff = true
	return f
}

// wholes is a field that holds several whole numbers.
func wholes[O any](name, meaning string, of func(*O) *[]int) field[O] {
	return newField(name, meaning, wholeForm.several(), input.Wholes, of, func(values []int) string {
		return showList(values, strconv.Itoa)
	})
}

// decimal is a field that holds a number with a decimal point.
func decimal[O any](name, meaning string, of func(*O) *float64) field[O] {
	return newField(name, meaning, decimalForm, input.Decimal, of, number)
}

// amount is a field that holds an amount of money; 0 is none.
func amount[O any](name, meaning string, of func(*O) *float64) field[O] {
	return newField(name, meaning, decimalForm, input.Decimal, of, func(value float64) string {
		if value == 0 {
			return "none"
		}
		return number(value)
	})
}

// flag is a field that is true or false.
func flag[O any](name, meaning string, of func(*O) *bool) field[O] {
	return newField(name, meaning, flagForm, input.Flag, of, strconv.FormatBool)
}

// list is a field that holds several texts.
func list[O any](name, meaning string, of func(*O) *[]string) field[O] {
	return newField(name, meaning, textForm.several(), input.List, of, func(values []string) string { return showList(values, code) })
}

// words is a list of texts that may hold commas.
func words[O any](name, meaning string, of func(*O) *[]string) field[O] {
	return newField(name, meaning, wordsForm, input.Words, of, func(values []string) string { return showList(values, code) })
}

// table is a field that maps names to texts. No error repeats the texts.
func table[O any](name, meaning string, of func(*O) *map[string]string) field[O] {
	return newField(name, meaning, tableForm, input.Table, of, func(values map[string]string) string {
		return showList(slices.Sorted(maps.Keys(values)), code)
	})
}

func newField[O, T any](name, meaning string, form form, read func(any) (T, error), of func(*O) *T, show func(T) string) field[O] {
	return field[O]{
		name:    name,
		meaning: meaning,
		form:    form,
		set: func(to *O, value any) error {
			parsed, err := read(value)
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			*of(to) = parsed
			return nil
		},
		clear: func(from *O) {
			var none T
			*of(from) = none
		},
		get:  func(o O) any { return *of(&o) },
		show: func(o O) string { return show(*of(&o)) },
	}
}

func showList[T any](values []T, show func(T) string) string {
	if len(values) == 0 {
		return "none"
	}
	shown := make([]string, len(values))
	for i, value := range values {
		shown[i] = show(value)
	}
	return strings.Join(shown, ", ")
}

func code(value string) string { return "`" + value + "`" }

// number writes a number without an exponent.
func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
