// Command rolesfunction makes the database roles as AWS Lambda runs it.
package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"example.com/chassis/lib/stacks/customresource"
	"example.com/chassis/lib/stacks/databaseroles/runner"
)

func main() {
	settings, err := config.LoadDefaultConfig(context.Background(),
		// The runner tries again itself, and logs why.
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(cfn.LambdaWrap(customresource.Handler(runner.New(rdsdata.NewFromConfig(settings)).Work)))
}
