package changes

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// emptier is a custom resource of the CDK that deletes what another resource holds.
type emptier struct {
	kind string
	// names is its property that names the other, and own that of the other with its name.
	names, own string
	// does is said of one that is new.
	does string
	// tag is that of the other with which it empties the other as it goes itself.
	tag string
}

// emptiers are those of each type. AWS refuses to delete a bucket or a repository with
// content otherwise.
var emptiers = map[string][]emptier{
	"AWS::S3::Bucket": {
		{"Custom::S3AutoDeleteObjects", "BucketName", "BucketName", "empties it when it goes", "aws-cdk:auto-delete-objects"},
		// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3_deployment-readme.html
		{"Custom::CDKBucketDeployment", "DestinationBucketName", "BucketName", "deletes what it does not bring", ""},
	},
	"AWS::ECR::Repository": {
		{"Custom::ECRAutoDeleteImages", "RepositoryName", "RepositoryName", "empties it when it goes", "aws-cdk:auto-delete-images"},
	},
	"AWS::Logs::LogGroup": {
		{"Custom::LogRetention", "LogGroupName", "LogGroupName", "sets how long it is kept", ""},
	},
}

// endangered says that something begins to empty a resource that stays, or that its going
// empties it now.
func (c *comparison) endangered(p *pair) []string {
	var found []string
	for _, e := range emptiers[p.after.Type] {
		was, is := e.of(c.before, p.before), e.of(c.after, p.after)
		fresh := func(id string) bool { return !slices.Contains(was, id) }
		switch {
		case e.tag != "" && slices.ContainsFunc(was, func(id string) bool { return !slices.Contains(is, id) }) && e.parts(p):
			found = append(found, e.kind+" empties it as it goes, since the tag "+e.tag+" does not go first")
		case e.tag == "" && slices.ContainsFunc(is, fresh), len(was) == 0 && len(is) > 0:
			found = append(found, e.kind+" "+e.does)
		}
	}
	return found
}

// parts reports whether an emptier that goes empties what stays. Before version 1.126 of the
// CDK it always did; since then, when the other has its tag. The tag goes first, because
// CloudFormation deletes last.
// https://github.com/aws/aws-cdk/issues/16603
func (e emptier) parts(p *pair) bool { return !e.tagged(p.before) || e.tagged(p.after) }

func (e emptier) tagged(r *assembly.Resource) bool {
	return slices.ContainsFunc(assembly.List(r.At("Tags")), func(tag any) bool { return assembly.At(tag, "Key") == e.tag })
}

// of lists the emptiers of r, wherever they are: one may name it by a reference, or by its name.
func (e emptier) of(a *assembly.Assembly, r *assembly.Resource) []string {
	var found []string
	own := a.Text(r.Stack, r.At(e.own))
	for _, other := range a.OfType(e.kind) {
		if assembly.Written(other.At("Prune")) == "false" || other.At("Prune") == "false" {
			continue // it only adds
		}
		named := other.At(e.names)
		refers := slices.ContainsFunc(a.References(other.Stack, named), func(t assembly.Target) bool { return t.Resource == r })
		if refers || own != "" && a.Text(other.Stack, named) == own {
			found = append(found, other.String())
		}
	}
	slices.Sort(found)
	return found
}
