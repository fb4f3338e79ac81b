// Command finderfunction is the certificate finder as AWS Lambda runs it.
package main

import (
	"context"
	"log"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/acm"

	"example.com/chassis/lib/stacks/certificate"
	"example.com/chassis/lib/stacks/customresource"
)

func main() {
	settings, err := config.LoadDefaultConfig(context.Background(), config.WithRetryMaxAttempts(certificate.MaxAttempts))
	if err != nil {
		log.Fatal(err)
	}
	finder := certificate.New(acm.NewFromConfig(settings), time.Now)
	lambda.Start(cfn.LambdaWrap(customresource.Handler(finder.Work)))
}
