// Package checktest tests promises on two hand-made platforms, which keep them, and on
// breaches, which are changes to these platforms.
package checktest

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Base is a hand-made platform that keeps some promises.
type Base struct {
	dir    string
	change func(t *testing.T, p *check.Platform, env string)
	// envs are the environments that it can be.
	envs []string
	// odd are values of the wrong shape, and skip how the types begin that are spared them.
	odd  []any
	skip string
}

var (
	oddList = []any{nil, 1.5, map[string]any{"Ref": 1.0}}
	oddMap  = map[string]any{"Statement": []any{nil}, "x": nil}
)

// Small keeps the promises about the network, about security and about the alerts on
// scans. Whole is a prod that keeps those about data, compute, alarms and what becomes
// of a platform.
var (
	Small = Base{
		dir: "../checktest/testdata/small", change: smallAs, envs: []string{"prod", "dev", "staging", "staging pr-42"},
		odd: []any{"text", oddList, oddMap},
	}
	Whole = Base{
		dir: "../checktest/testdata/whole", change: wholeAs, envs: []string{"prod", "prod of a pinned account"},
		odd:  []any{oddList, oddMap},
		skip: "AWS::EC2::", // the small platform sees to them
	}
)

// As reads the platform as an environment, prod when empty.
func (b Base) As(t *testing.T, env string) *check.Platform {
	t.Helper()
	p := environment(env)
	var err error
	if p.Assembly, err = assembly.Read(b.dir); err != nil {
		t.Fatal(err)
	}
	b.change(t, &p, env)
	return &p
}

func environment(env string) check.Platform {
	switch env {
	case "dev", "staging":
		return check.Platform{Env: env}
	case "staging pr-42":
		return check.Platform{Env: "staging", Instance: "pr-42"}
	}
	return check.Platform{Env: "prod"}
}
