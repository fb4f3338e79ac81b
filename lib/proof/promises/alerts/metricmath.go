package alerts

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// largest is the largest of the numbers, each times a factor.
func largest(list []any, factor float64) float64 {
	largest := math.Inf(-1)
	for _, value := range list {
		n, _ := value.(float64)
		largest = max(largest, factor*n)
	}
	return largest
}

// none is a metric without data.
var none = math.NaN()

// functions are those of CloudWatch's metric math that the alarms use.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
var functions = map[string]any{
	"ABS":  math.Abs,
	"DIFF": func(value float64) float64 { return value }, // from 0 in the period before
	"FILL": func(value, instead float64) float64 {
		if math.IsNaN(value) {
			return instead
		}
		return value
	},
	"MAX": func(list []any) float64 { return largest(list, 1) },
	"MIN": func(list []any) float64 { return -largest(list, -1) },
	"IF": func(condition bool, yes, no float64) float64 {
		if condition {
			return yes
		}
		return no
	},
}

// programs are the expressions that are compiled already: an alarm's is computed for many values.
var programs sync.Map

// metricMath computes an expression for one period, and what needs a metric that has no data
// in it has none either. What it does not know is an error.
func metricMath(expression string, values map[string]any) (float64, error) {
	env := maps.Clone(values)
	maps.Copy(env, functions)
	key := fmt.Sprint(expression, slices.Sorted(maps.Keys(values)))
	compiled, known := programs.Load(key)
	if !known {
		// expr counts 0 as an integer.
		program, err := expr.Compile(strings.ReplaceAll(expression, ", 0)", ", 0.0)"), expr.Env(env))
		if err != nil {
			return 0, err
		}
		compiled, _ = programs.LoadOrStore(key, program)
	}
	result, err := expr.Run(compiled.(*vm.Program), env)
	if err != nil {
		return 0, err
	}
	switch n := result.(type) {
	case float64:
		return n, nil
	case int:
		return float64(n), nil
	}
	return 0, fmt.Errorf("%v is no number", result)
}
