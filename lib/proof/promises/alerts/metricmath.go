package alerts

import (
	"fmt"
	"maps"
	"math"
	"strings"

	"github.com/expr-lang/expr"
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

// metricMath computes CloudWatch's metric math for one period, and what needs a metric
// that has no data in it has none either. What it does not know is an error.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
func metricMath(expression string, values map[string]any) (float64, error) {
	env := maps.Clone(values)
	env["ABS"] = math.Abs
	// From 0 in the period before.
	env["DIFF"] = func(value float64) float64 { return value }
	env["FILL"] = func(value, instead float64) float64 {
		if math.IsNaN(value) {
			return instead
		}
		return value
	}
	env["MAX"] = func(list []any) float64 { return largest(list, 1) }
	env["MIN"] = func(list []any) float64 { return -largest(list, -1) }
	env["IF"] = func(condition bool, yes, no float64) float64 {
		if condition {
			return yes
		}
		return no
	}
	// expr counts 0 as an integer.
	program, err := expr.Compile(strings.ReplaceAll(expression, ", 0)", ", 0.0)"), expr.Env(env))
	if err != nil {
		return 0, err
	}
	result, err := expr.Run(program, env)
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
