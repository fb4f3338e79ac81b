package assembly

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decoded reads JSON, with each number as its text (json.Number), and says in words what
// is wrong with it. It is stricter than a decoder: of a key that is given twice a decoder
// takes one and forgets the other, and it takes all that is not UTF-8 for the same.
func decoded(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not JSON: it is not UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return nil, inWords(err, text)
	}
	d := strict{Decoder: json.NewDecoder(bytes.NewReader(text))}
	d.UseNumber()
	return d.value()
}

// inWords says what a decoder found wrong with a text, without the words of the decoder.
func inWords(err error, text []byte) error {
	var syntax *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return errors.New("not JSON: it is empty")
	case bytes.HasPrefix(text, []byte("\uFEFF")):
		return errors.New("not JSON (line 1): it begins with a byte order mark")
	case !errors.As(err, &syntax):
		return errors.New("not JSON")
	}
	end := min(max(int(syntax.Offset), 1), len(text))
	line := 1 + bytes.Count(text[:end-1], []byte("\n"))
	wrong, _ := utf8.DecodeRune(text[end-1:])
	what := fmt.Sprintf("%q is out of place", wrong)
	switch message := syntax.Error(); {
	case message == "unexpected end of JSON input":
		what = "it ends too early"
	case strings.HasSuffix(message, "exceeded max depth"):
		what = "it is nested too deeply"
	case strings.HasSuffix(message, "after top-level value"):
		what = fmt.Sprintf("%q stands behind its end", wrong)
	}
	return fmt.Errorf("not JSON (line %d): %s", line, what)
}

// mostLevels is how deep values may be inside each other. A decoder takes ten times as many,
// and what follows the values would take minutes. The templates of this app have 16.
const mostLevels = 1000

// strict reads JSON that is known to be well formed.
type strict struct {
	*json.Decoder
	place []string // the keys and indexes that lead to the value that is read
}

func (d *strict) value() (any, error) {
	if len(d.place) > mostLevels {
		return nil, fmt.Errorf("%s is nested too deeply", strings.Join(d.place[:4], "."))
	}
	token, err := d.Token()
	if err != nil {
		return nil, inWords(err, nil)
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return d.object()
		}
		return d.list()
	case json.Number:
		if _, err := token.Float64(); err != nil {
			return nil, fmt.Errorf("%s: the number %s is too large", d.at(), shortened(token.String()))
		}
	}
	return token, nil
}

func (d *strict) object() (any, error) {
	found := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, inWords(err, nil)
		}
		key, _ := token.(string)
		d.place = append(d.place, key)
		// Keys are in the report, a line for each thing.
		if strings.ContainsFunc(key, unprintable) {
			return nil, fmt.Errorf("%q has characters that cannot be printed", d.at())
		}
		if _, again := found[key]; again {
			return nil, fmt.Errorf("%s is given twice", d.at())
		}
		if found[key], err = d.value(); err != nil {
			return nil, err
		}
		d.place = d.place[:len(d.place)-1]
	}
	return found, d.end()
}

func (d *strict) list() (any, error) {
	found := []any{}
	for d.More() {
		d.place = append(d.place, strconv.Itoa(len(found)))
		item, err := d.value()
		if err != nil {
			return nil, err
		}
		found = append(found, item)
		d.place = d.place[:len(d.place)-1]
	}
	return found, d.end()
}

// end reads that of an object or a list.
func (d *strict) end() error {
	if _, err := d.Token(); err != nil {
		return inWords(err, nil)
	}
	return nil
}

func (d *strict) at() string { return strings.Join(d.place, ".") }

// unprintable reports whether a character would break a line, or turn around what is
// written in it.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// plain is a decoded value with its numbers as encoding/json has them.
func plain(v any) any {
	return rebuilt(v, func(scalar any) any {
		if text, is := scalar.(json.Number); is {
			number, _ := text.Float64() // decoded has refused what does not fit
			return number
		}
		return scalar
	})
}
