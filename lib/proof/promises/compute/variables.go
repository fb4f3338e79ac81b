package compute

import (
	"maps"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func taskEnvironment(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	redis := v.Only("Data", parts.ReplicationGroup)
	reader := proxy
	if v.Settings.HasReaders() {
		reader = v.Only("Data", parts.DBProxyEndpoint)
	}
	if proxy == nil || redis == nil || reader == nil {
		return
	}
	for _, s := range parts.Services(v) {
		want := map[string]string{}
		if s.Database {
			maps.Copy(want, map[string]string{
				"DB_HOST":        check.Token(proxy, "Endpoint"),
				"DB_READER_HOST": check.Token(reader, "Endpoint"),
				"DB_PORT":        "5432",
				"DB_NAME":        v.Settings.DatabaseName(),
				"DB_USER":        s.DatabaseRole(),
			})
		}
		if s.Cache {
			maps.Copy(want, map[string]string{
				"REDIS_HOST": check.Token(redis, "PrimaryEndPoint.Address"),
				"REDIS_PORT": v.Text(redis.Stack, redis.At("Port")),
			})
		}
		maps.Copy(want, s.Environment)
		variables(v, s.Task, "Environment", "Value", want)
	}
}

func taskSecrets(v *check.Review) {
	token := parts.RedisToken(v, v.Only("Data", parts.ReplicationGroup))
	for _, s := range parts.Services(v) {
		want := map[string]string{}
		if s.Cache && token != nil {
			want["REDIS_AUTH_TOKEN"] = check.Token(token, "")
		}
		for name, text := range s.Secrets {
			want[name] = valueFrom(v, text)
		}
		variables(v, s.Task, "Secrets", "ValueFrom", want)
	}
}

// variables complains unless a list of a task's container has exactly these entries.
func variables(v *check.Review, task *assembly.Resource, list, value string, want map[string]string) {
	if task == nil {
		return
	}
	got := v.Entries(task, task.At("ContainerDefinitions", 0, list), "Name", value)
	v.Texts(task.String()+": "+list, written(got), written(want))
}

func written(variables map[string]string) []string {
	var list []string
	for name, value := range variables {
		list = append(list, name+"="+value)
	}
	return list
}

// valueFrom is how ECS names a secret of the settings: by its ARN, with the JSON key and
// without a version; a secret that is given by name, by the ARN without the ending that
// Secrets Manager adds.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
func valueFrom(v *check.Review, text string) string {
	given := config.ParseSecret(text)
	switch {
	case given.Key != "":
		return given.ID + ":" + given.Key + "::"
	case given.IsARN():
		return given.ID
	}
	return "arn:aws:secretsmanager:" + v.Settings.Region + ":" + check.Account(v.Stack("Compute")) + ":secret:" + given.ID
}

// secretARN is by which IAM knows a secret of the settings.
func secretARN(v *check.Review, text string) string {
	given := config.ParseSecret(text)
	if given.IsARN() {
		return given.ID
	}
	return valueFrom(v, text) + "-??????"
}
