package lifecycle

import (
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

// uploaded are the kinds of files: templates, and the code of functions, which is a folder or
// an archive, such as a team's own in Java.
var code = regexp.MustCompile(`^asset\.([0-9a-f]{64})(\.zip|\.jar)?$`)

// bucketOf is where CloudFormation reads the template of a stack: the bucket of the
// bootstrap, whatever its qualifier. It is empty, with a complaint, when it is another one.
func bucketOf(v *check.Review, s *assembly.Stack) string {
	url, _ := s.Deployment["stackTemplateAssetObjectUrl"].(string)
	path, inS3 := strings.CutPrefix(url, "s3://")
	bucket, key, _ := strings.Cut(path, "/")
	if !inS3 || !strings.HasSuffix(key, ".json") || !iampolicy.Match("cdk-*-assets-"+check.Account(s)+"-"+v.Settings.Region, bucket) {
		v.Add("stack %s: its template is at %q, want the bucket of the bootstrap", s.ID, url)
		return ""
	}
	return bucket
}

func uploads(v *check.Review) {
	for _, s := range v.Stacks {
		bucket, found := bucketOf(v, s), s.Uploads
		if found == nil {
			v.Add("stack %s: the assembly does not say what is uploaded for it", s.ID)
			continue
		}
		for _, what := range found.NotRead {
			v.Add("stack %s: no promise knows what is uploaded as %s", s.ID, what)
		}
		for _, file := range found.Files {
			if file.Bucket != bucket || file.Region != v.Settings.Region {
				v.Add("stack %s: %s goes to the bucket %q in %s, want that of the bootstrap", s.ID, file.Source, file.Bucket, file.Region)
			}
			if !iampolicy.Match("arn:*:iam::"+check.Account(s)+":role/cdk-*-file-publishing-role-"+check.Account(s)+"-"+v.Settings.Region, file.Role) {
				v.Add("stack %s: %s is uploaded in the role %s, want that of the bootstrap", s.ID, file.Source, file.Role)
			}
			if key := keyOf(s, file); key == "" {
				v.Add("stack %s: no promise knows what is uploaded as %s", s.ID, file.Source)
			} else if file.Key != key {
				v.Add("stack %s: %s is uploaded as %q, want %q", s.ID, file.Source, file.Key, key)
			}
		}
	}
}

// keyOf is how the CDK names a file: by the hash of what it is. The name of a template is not
// in its own. It is empty for another kind of file, and for another template than the one that
// is judged.
func keyOf(s *assembly.Stack, file assembly.Upload) string {
	asset := code.FindStringSubmatch(file.Source)
	switch {
	case asset != nil && asset[1] == file.ID && asset[2] == "" && file.Packaging == "zip":
		return file.ID + ".zip"
	case asset != nil && asset[1] == file.ID && asset[2] != "" && file.Packaging == "file":
		return file.ID + asset[2]
	case file.Source == s.Deployment["templateFile"] && file.Packaging == "file":
		return file.ID + ".json"
	}
	return ""
}

// uploadedFor says whether an archive is among what is uploaded for a stack.
func uploadedFor(s *assembly.Stack, key string) bool {
	return s.Uploads != nil && slices.ContainsFunc(s.Uploads.Files, func(file assembly.Upload) bool { return file.Key == key })
}
