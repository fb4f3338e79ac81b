package checktest

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	jsonata "github.com/blues/jsonata-go"
)

// requiresReference makes a missing npm package jsonata a failure, for machines on which
// it must judge.
const requiresReference = "CHASSIS_TEST_REQUIRES_JSONATA"

// Evaluate is what a JSONata expression of a state machine, "{% … %}", gives for an
// input.
func Evaluate(t *testing.T, expression any, input any) any {
	t.Helper()
	got, err := Evaluation(t, expression, map[string]any{"input": input})
	if err != nil {
		t.Fatalf("%v: %v", expression, err)
	}
	return got
}

// Evaluation is what a JSONata expression gives for $states, or its error. Two
// implementations have to agree: one in Go, and the reference where npm has installed it.
func Evaluation(t *testing.T, expression any, states map[string]any) (any, error) {
	t.Helper()
	text, _ := expression.(string)
	code, ends := strings.CutSuffix(strings.TrimPrefix(text, "{% "), " %}")
	if !ends {
		t.Fatalf("%v is no expression", expression)
	}
	got, err := inGo(code, states)
	judge, missing := installed(t)
	if missing != nil {
		t.Logf("judged by Go only: %v", missing)
		return got, err
	}
	want, wantErr := judge.evaluate(code, states)
	if (err == nil) != (wantErr == nil) || !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n  is %v (%v) in Go\n  is %v (%v) by the reference", code, got, err, want, wantErr)
	}
	return want, wantErr
}

// ByReference is what the reference gives for $states, or its error; without it the test is
// skipped. It judges odd values, of which the implementation in Go has views of its own.
func ByReference(t *testing.T, expression any, states map[string]any) (any, error) {
	t.Helper()
	judge, missing := installed(t)
	if missing != nil {
		t.Skip(missing)
	}
	return judge.evaluate(strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(expression), "{% "), " %}"), states)
}

// installed is the reference, which must be there on machines where it has to judge.
func installed(t *testing.T) (*reference, error) {
	t.Helper()
	judge, missing := referenceJudge()
	if missing != nil && os.Getenv(requiresReference) != "" {
		t.Fatalf("%v, and %s is set", missing, requiresReference)
	}
	return judge, missing
}

// oneInGo is held during an evaluation in Go: its expressions share their functions, which
// remember who calls them.
var oneInGo sync.Mutex

// inGo is the judgement of the implementation in Go.
func inGo(code string, states map[string]any) (any, error) {
	oneInGo.Lock()
	defer oneInGo.Unlock()
	compiled, err := jsonata.Compile(code)
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		compiled.RegisterVars(map[string]any{"states": states}),
		compiled.RegisterExts(map[string]jsonata.Extension{"parse": {Func: decode}}),
	)
	if err != nil {
		return nil, err
	}
	got, err := compiled.Eval(nil)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(got)
	if err != nil {
		return nil, err
	}
	return decode(string(raw))
}

func decode(text string) (any, error) {
	var value any
	err := json.Unmarshal([]byte(text), &value)
	return value, err
}

//go:embed jsonata.js
var referenceScript string

// reference is a process with the reference implementation, which answers one line with
// one line.
type reference struct {
	sync.Mutex
	questions io.Writer
	answers   *bufio.Scanner
}

// referenceJudge starts the process when it is first asked for. It ends with ours, which
// closes its input.
var referenceJudge = sync.OnceValues(func() (*reference, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	module := filepath.Join(folder, "node_modules", "jsonata")
	for ; !isFolder(module); module = filepath.Join(folder, "node_modules", "jsonata") {
		if folder == filepath.Dir(folder) {
			return nil, errors.New("the npm package jsonata is not installed")
		}
		folder = filepath.Dir(folder)
	}
	process := exec.Command("node", "-e", referenceScript, module)
	process.Stderr = os.Stderr
	questions, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	answers, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(answers)
	lines.Buffer(nil, 1<<20)
	return &reference{questions: questions, answers: lines}, process.Start()
})

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (r *reference) evaluate(code string, states map[string]any) (any, error) {
	r.Lock()
	defer r.Unlock()
	question, err := json.Marshal(map[string]any{"code": code, "states": states})
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(r.questions, "%s\n", question); err != nil {
		return nil, err
	}
	if !r.answers.Scan() {
		return nil, fmt.Errorf("node has gone: %w", errors.Join(r.answers.Err(), io.EOF))
	}
	var answer struct {
		Value any
		Error string
	}
	if err := json.Unmarshal(r.answers.Bytes(), &answer); err != nil {
		return nil, err
	}
	switch {
	case answer.Error != "":
		return nil, errors.New(answer.Error)
	case answer.Value == nil:
		return nil, errors.New("the result is undefined or null")
	}
	return answer.Value, nil
}
