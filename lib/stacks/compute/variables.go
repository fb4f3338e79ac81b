package compute

import (
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// variables holds the application's variables. ECS adds AWS_REGION itself.
func (t task) variables(env config.Environment) *map[string]*string {
	values := map[string]*string{}
	if t.service.Database {
		values["DB_HOST"] = t.props.Proxy.Endpoint()
		values["DB_READER_HOST"] = t.props.ReaderHost
		values["DB_PORT"] = jsii.String(strconv.Itoa(config.DatabasePort))
		values["DB_NAME"] = jsii.String(env.DatabaseName())
		values["DB_USER"] = jsii.String(t.service.DatabaseRole())
	}
	if t.service.Cache {
		values["REDIS_HOST"] = t.props.CacheHost
		values["REDIS_PORT"] = t.props.CachePort
	}
	for name, value := range t.service.Environment {
		values[name] = jsii.String(value)
	}
	return &values
}

// command is the command of the settings, or nil for the image's.
func (t task) command() *[]*string {
	if len(t.service.Command) == 0 {
		return nil
	}
	return jsii.Strings(t.service.Command...)
}

// secrets holds the variables whose values ECS reads when it starts a task.
func (t task) secrets(scope constructs.Construct) *map[string]awsecs.Secret {
	values := map[string]awsecs.Secret{}
	if t.service.Cache {
		values["REDIS_AUTH_TOKEN"] = awsecs.Secret_FromSecretsManager(t.props.CacheAuthToken, nil)
	}
	scope = constructs.NewConstruct(scope, jsii.String("Secrets"))
	for _, name := range slices.Sorted(maps.Keys(t.service.Secrets)) {
		given := config.ParseSecret(t.service.Secrets[name])
		var secret awssecretsmanager.ISecret
		if given.IsARN() {
			secret = awssecretsmanager.Secret_FromSecretCompleteArn(scope, jsii.String(name), jsii.String(given.ID))
		} else {
			secret = awssecretsmanager.Secret_FromSecretNameV2(scope, jsii.String(name), jsii.String(given.ID))
		}
		var key *string
		if given.Key != "" {
			key = jsii.String(given.Key)
		}
		values[name] = awsecs.Secret_FromSecretsManager(secret, key)
	}
	return &values
}

// grantSecrets lets ECS decrypt the secrets of the settings, which may have a key of the
// account. Secrets Manager names the secret in the context of the encryption. The L2
// grants the reading.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
func (t task) grantSecrets(scope constructs.Construct, env config.Environment) {
	var arns []string
	for _, name := range slices.Sorted(maps.Keys(t.service.Secrets)) {
		secret := config.ParseSecret(t.service.Secrets[name])
		arn := secret.ID
		if !secret.IsARN() {
			// Secrets Manager adds a hyphen and six characters to the name.
			arn = *awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("secretsmanager"), Resource: jsii.String("secret"), ResourceName: jsii.String(secret.ID + "-??????"),
				ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
			})
			baseline.Accept(t.execution, baseline.Wildcard(baseline.InFinding(env, "secretsmanager", "secret:"+secret.ID+"-??????"),
				"The six characters that Secrets Manager adds to the name of the secret in the settings."))
		}
		arns = append(arns, arn)
	}
	if len(arns) == 0 {
		return
	}
	t.execution.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("kms:Decrypt"),
		Resources: &[]*string{baseline.ARN(scope, "kms", "key", "*")},
		Conditions: &map[string]any{
			"StringEquals": map[string]any{"kms:ViaService": "secretsmanager." + env.Region + ".amazonaws.com"},
			"StringLike":   map[string]any{"kms:EncryptionContext:SecretARN": slices.Compact(slices.Sorted(slices.Values(arns)))},
		},
	}))
	baseline.Accept(baseline.DefaultPolicy(t.execution), baseline.Wildcard(baseline.InFinding(env, "kms", "key/*"),
		"Which key encrypts a secret is not in the settings; the condition admits only the service's own secrets."))
}
