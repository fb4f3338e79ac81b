package lifecycle

import (
	"regexp"
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

func functions() []check.Promise {
	return []check.Promise{
		{ID: "R5.4", Says: "The code of every function is uploaded with its stack, to the same bucket, under the hash of what it is.", Check: functionCode},
		{ID: "R5.4", Says: "What is uploaded for a stack is its template and archives of code, from the assembly, to the bootstrap's bucket in its account and region, and nothing is built or run for it.", Check: uploads},
		{ID: "R5.6", Says: "Every function names its handler and a runtime that AWS maintains.", Check: functionRuntimes},
	}
}

// assetKey is how the CDK names an archive.
var assetKey = regexp.MustCompile(`^[0-9a-f]{64}\.(zip|jar)$`)

// maintainedRuntimes are those that AWS lists as supported, of the languages that the
// CDK's functions, ours and a team's own are likely to be written in.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
var maintainedRuntimes = []string{"java21", "java25", "nodejs22.x", "nodejs24.x", "provided.al2023", "python3.13", "python3.14"}

func functionCode(v *check.Review) {
	for _, function := range v.Some("AWS::Lambda::Function") {
		if bucket, want := v.Text(function.Stack, function.At("Code", "S3Bucket")), bucketOf(v, function.Stack); bucket != want {
			v.Add("%s: the code is in the bucket %q, want that of the bootstrap, %q", function, bucket, want)
		}
		key := v.Text(function.Stack, function.At("Code", "S3Key"))
		if !assetKey.MatchString(key) {
			v.Add("%s: the code is %q, want an archive named by its hash", function, key)
		} else if !uploadedFor(function.Stack, key) {
			v.Add("%s: the code %q is not among what is uploaded for its stack", function, key)
		}
	}
}

func functionRuntimes(v *check.Review) {
	for _, function := range v.Some("AWS::Lambda::Function") {
		if runtime := v.Text(function.Stack, function.At("Runtime")); !slices.Contains(maintainedRuntimes, runtime) {
			v.Add("%s: the runtime is %q, want one of %q", function, runtime, maintainedRuntimes)
		}
		if function.At("Handler") == nil {
			v.Add("%s names no handler, without which AWS takes no archive", function)
		}
	}
}
