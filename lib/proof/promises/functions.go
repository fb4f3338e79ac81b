package promises

import (
	"regexp"
	"slices"

	"example.com/chassis/lib/cfn/iampolicy"
)

func functions() []Promise {
	return []Promise{
		{"R5.4", "The code of every function is uploaded with its stack, under the hash of what it is.", functionCode},
		{"R5.6", "Every function names its handler and a runtime that AWS maintains.", functionRuntimes},
	}
}

// assetKey is how the CDK names an archive.
var assetKey = regexp.MustCompile(`^[0-9a-f]{64}\.zip$`)

// maintainedRuntimes are those that AWS lists as supported, of the languages that the
// CDK's functions and ours are written in.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
var maintainedRuntimes = []string{"nodejs22.x", "nodejs24.x", "provided.al2023"}

func functionCode(p Platform) []string {
	v := review{Platform: p}
	functions := p.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.add("there is no function")
	}
	for _, function := range functions {
		bucket := v.Text(function.Stack, function.At("Code", "S3Bucket"))
		// The bucket of the bootstrap, whatever its qualifier.
		if !iampolicy.Match("cdk-*-assets-"+account(function)+"-"+region, bucket) {
			v.add("%s: the code is in the bucket %q, want that of the bootstrap", function, bucket)
		}
		if key := v.Text(function.Stack, function.At("Code", "S3Key")); !assetKey.MatchString(key) {
			v.add("%s: the code is %q, want an archive named by its hash", function, key)
		}
	}
	return v.findings
}

func functionRuntimes(p Platform) []string {
	v := review{Platform: p}
	functions := p.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.add("there is no function")
	}
	for _, function := range functions {
		if runtime := v.Text(function.Stack, function.At("Runtime")); !slices.Contains(maintainedRuntimes, runtime) {
			v.add("%s: the runtime is %q, want one of %q", function, runtime, maintainedRuntimes)
		}
		if function.At("Handler") == nil {
			v.add("%s names no handler, without which AWS takes no archive", function)
		}
	}
	return v.findings
}
