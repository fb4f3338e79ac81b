package reasons

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

// services has the reasons of the services' roles.
func (p platform) services() []Reason {
	found := []Reason{{
		Holders: p.rolesOf("ExecutionRole"), Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []string{all},
		Why: "The action supports no resource-level permissions; other statements say which images may be pulled.",
	}}
	if p.Instance != "" {
		found = append(found, Reason{
			Holders: p.rolesOf("ExecutionRole"), Actions: []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			Resources: []string{p.images()},
			Why:       "An instance's own repositories are empty: it runs the images of the environment that it is compared with, and ECS only reads them.",
		})
	}
	for _, s := range p.Services {
		found = append(found, p.secrets(s)...)
		for _, arn := range s.Policies {
			found = append(found, Reason{
				Holders: []string{roleOf(s, "TaskRole")}, Actions: []string{AllOfThePolicy}, Resources: []string{p.readable(arn)},
				Why: "The setting policies of the service " + s.Name + " asks for it. What the policy permits is not read.",
			})
		}
	}
	return found
}

// secrets has the reasons for what a service's settings name as secrets.
func (p platform) secrets(s config.Service) []Reason {
	var arns, open []string
	for _, variable := range slices.Sorted(maps.Keys(s.Secrets)) {
		secret := config.ParseSecret(s.Secrets[variable])
		arn := p.readable(secret.ID)
		if !secret.IsARN() {
			arn = p.arn("secretsmanager", "secret:"+secret.ID+"-??????")
			open = append(open, arn)
		}
		arns = append(arns, arn)
	}
	if arns == nil {
		return nil
	}
	slices.Sort(arns)
	found := []Reason{{
		Holders: []string{roleOf(s, "ExecutionRole")}, Actions: []string{"kms:Decrypt"}, Resources: []string{p.arn("kms", "key/*")},
		Conditions: []string{
			"StringEquals kms:ViaService secretsmanager." + p.Region + ".amazonaws.com",
			"StringLike kms:EncryptionContext:SecretARN " + strings.Join(slices.Compact(arns), ","),
		},
		Why: "The settings do not say which key encrypts a secret; the conditions allow only the service's own secrets, through Secrets Manager.",
	}}
	if open != nil {
		slices.Sort(open)
		found = append(found, Reason{
			Holders: []string{roleOf(s, "ExecutionRole")}, Actions: []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
			Resources: slices.Compact(open), Why: "Secrets Manager adds a hyphen and six characters to the name of a secret; the name in the settings is complete.",
		})
	}
	return found
}
