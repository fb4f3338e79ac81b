package config

import "regexp"

// ImagePattern is what an image parameter accepts: NoImage, or the full URI of an
// image with its registry's host and a tag, a digest or both. A short name such as
// nginx:1 would be looked for on Docker Hub.
//
// Two regular expression engines read it, Go's here and Java's behind
// AllowedPattern in the template, so it uses only what both know.
// https://github.com/distribution/reference/blob/main/reference.go
const ImagePattern = `^(none|` +
	`[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?` + // registry
	`(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)+` + // repository
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})` +
	`)$`

var imagePattern = regexp.MustCompile(ImagePattern)

func checkServiceImage(e Environment, fail reporter) {
	checkImage(fail, "serviceImage", e.Services.ServiceImage)
}

func checkAdminImage(e Environment, fail reporter) {
	checkImage(fail, "adminImage", e.Services.AdminImage)
}

func checkImage(fail reporter, name, image string) {
	if !imagePattern.MatchString(image) {
		fail("%s must be %s or a full image URI with a tag or digest, such as 123456789012.dkr.ecr.%s.amazonaws.com/%s/prod/service:1.0, got %q", name, NoImage, Region, project, image)
	}
}
