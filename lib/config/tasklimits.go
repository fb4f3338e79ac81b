package config

import "encoding/json"

const (
	// maxEgressPorts leaves room for the database and the cache, in the 60 outbound rules of a
	// security group.
	// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
	maxEgressPorts = 50

	// maxAddresses is how many a set of addresses of WAF takes.
	// https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
	maxAddresses = 10_000

	// maxTaskDefinition leaves room for what the platform says, in the 64 KiB of a task
	// definition.
	// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
	maxTaskDefinition = 56 * 1024

	// maxMigrateCommand leaves room for the rest of the overrides with which ECS starts a task.
	// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
	maxMigrateCommand = 8192 - 512

	// maxSecretsPolicy leaves room for images, logs and the token of Redis, in the characters
	// that the policies inside of a role have together. Each secret stands there twice, once
	// for Secrets Manager and once for its key, and secretARNLength is what an ARN has beside
	// the name.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	maxSecretsPolicy, secretARNLength = 10_240 - 3_000, 80
)

// checkTaskDefinition bounds what the settings add to a task definition, as JSON.
func checkTaskDefinition(_ Environment, s Service, fail reporter) {
	if got := jsonLength(s.Environment) + jsonLength(s.Secrets) + jsonLength(s.Command); got > maxTaskDefinition {
		fail("environment, secrets and command are too long for a task definition: together at most %d bytes, got %d", maxTaskDefinition, got)
	}
}

func checkSecretsPolicy(_ Environment, s Service, fail reporter) {
	distinct, got := map[string]bool{}, 0
	for _, text := range s.Secrets {
		id := ParseSecret(text).ID
		if !distinct[id] {
			distinct[id] = true
			got += 2 * (len(id) + secretARNLength)
		}
	}
	if got > maxSecretsPolicy {
		fail("secrets are too many or have too long names: the policy of their role would have %d characters for them, and IAM leaves room for %d", got, maxSecretsPolicy)
	}
}

func checkMigrateLength(s Service, fail reporter) {
	if got := jsonLength(s.Migrate); got > maxMigrateCommand {
		fail("migrate is too long for ECS, which takes it with the start of a task: at most %d bytes, got %d", maxMigrateCommand, got)
	}
}

// jsonLength is how many bytes a value has in the definition of a task, where each variable
// also has the names of its two parts.
func jsonLength(value any) int {
	if table, ok := value.(map[string]string); ok {
		parts := []map[string]string{}
		for name, text := range table {
			parts = append(parts, map[string]string{"Name": name, "Value": text})
		}
		value = parts
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts can always be encoded
	}
	return len(encoded)
}
