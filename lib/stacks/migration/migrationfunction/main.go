// Command migrationfunction runs the migrations as AWS Lambda runs it.
package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"example.com/chassis/lib/stacks/migration"
)

func main() {
	settings, err := config.LoadDefaultConfig(context.Background(),
		// The runner tries again itself, and logs why.
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(migration.New(settings, lambdacontext.FunctionName).Handle)
}
