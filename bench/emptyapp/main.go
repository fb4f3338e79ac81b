// Command emptyapp is the smallest CDK application: one stack, no resources.
//
// What it takes is the price of every CDK application in Go: start the jsii
// kernel, load aws-cdk-lib, write an assembly. bench/synth measures ours against it.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	awscdk.NewStack(app, jsii.String("Empty"), nil)
	app.Synth(nil)
}
