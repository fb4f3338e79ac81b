package permissions

import (
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
)

// What a team may permit by itself. Everything else could reach into the platform, and is
// reviewed as a change of the platform.
var (
	// onTheirOwn are for resources that are not the platform's. They are about data: what
	// changes a resource, or says who may use it and where it copies to, is deployed.
	onTheirOwn = []string{
		"dynamodb:BatchGet*", "dynamodb:BatchWrite*", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:Describe*", "dynamodb:Get*",
		"dynamodb:PartiQL*", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
		"events:PutEvents", "firehose:PutRecord*", "kinesis:Describe*", "kinesis:Get*", "kinesis:List*", "kinesis:PutRecord*", "kinesis:SubscribeToShard",
		"lambda:InvokeFunction", "logs:CreateLogStream", "logs:PutLogEvents",
		"s3:Abort*", "s3:DeleteObject*", "s3:Get*", "s3:List*", "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging", "s3:PutObjectVersionTagging",
		"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "sns:GetTopicAttributes", "sns:Publish",
		"sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:Get*", "sqs:ReceiveMessage", "sqs:SendMessage", "states:StartExecution",
	}
	// onKeys are for any one key: the platform offers its own.
	onKeys = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
	// onAnything are of services that the platform has nothing in.
	onAnything = []string{
		"bedrock:InvokeModel*", "cloudwatch:PutMetricData", "comprehend:Detect*", "polly:SynthesizeSpeech", "rekognition:Detect*",
		"ses:Send*", "textract:*", "transcribe:*", "translate:Translate*", "xray:Put*",
	}
)

// teams says whether a resource is the team's own.
func teams(r *assembly.Resource) bool { return r.Below(config.AdditionsStack) }

// refuseAdditions reports what a team's own policies permit beyond that, whatever the
// reason beside it.
func (a *analysis) refuseAdditions() {
	for _, s := range a.statements() {
		if s.Effect != "Allow" || !teams(s.Source) {
			continue
		}
		if !s.own() {
			a.refusePolicyOfOthers(s)
			continue
		}
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				if !a.teamMay(action, resource) {
					a.problem(s.Source, "lib/stacks/additions may not permit %s on %s; ask for it in the platform", action, a.readable(resource.String()))
				}
			}
		}
	}
}

// refusePolicyOfOthers reports a policy of the team's for a resource of the platform.
func (a *analysis) refusePolicyOfOthers(s statement) {
	a.eachResource(func(r *assembly.Resource) {
		if a.of(r) == s.holder && !teams(r) {
			a.problem(s.Source, "lib/stacks/additions may not permit %s %s on %s; ask for it in the platform", s.to, strings.Join(s.ActionTexts(), ", "), s.holder)
		}
	})
}

func (a *analysis) teamMay(action, resource iampolicy.Pattern) bool {
	if action.Not() || resource.Not() {
		return false
	}
	target := a.referent(resource.Text)
	switch {
	case among(onAnything, action):
		return true
	case among(onKeys, action):
		return target != nil && target.Type == "AWS::KMS::Key" || target == nil && a.theirs(resource.Text)
	case strings.EqualFold(action.Text, "sns:Publish") && target != nil && target.Type == "AWS::SNS::Topic" && target.At("FifoTopic") == nil:
		return true // the alert topic; the other topic of the platform, for findings, is a FIFO topic
	}
	return among(onTheirOwn, action) && a.theirs(resource.Text)
}

// among compares a pattern with patterns: a * of the action's is matched by one of theirs
// only, so all that the action stands for is among them.
func among(allowed []string, action iampolicy.Pattern) bool {
	return slices.ContainsFunc(allowed, func(pattern string) bool {
		return iampolicy.Match(strings.ToLower(pattern), strings.ToLower(action.Text))
	})
}

// referent is the resource that a text is nothing but a reference to, or nil.
func (a *analysis) referent(text string) *assembly.Resource {
	parts := token.FindStringSubmatch(text)
	if parts == nil || parts[0] != text {
		return nil
	}
	return a.resource(parts[1])
}

func (a *analysis) resource(name string) *assembly.Resource {
	stack, id, _ := strings.Cut(name, "/")
	if s := a.Stack(stack); s != nil {
		return s.Resources[id]
	}
	return nil
}

// pseudo are the parameters that an ARN begins with.
var pseudo = regexp.MustCompile(`\$\{AWS::[A-Za-z]+\}`)

// theirs says whether a resource of a statement is the team's own, or has an ARN that
// cannot be one of the platform's.
func (a *analysis) theirs(text string) bool {
	const own = "\x00"
	text = token.ReplaceAllStringFunc(text, func(found string) string {
		if teams(a.resource(token.FindStringSubmatch(found)[1])) {
			return own
		}
		return found
	})
	text = pseudo.ReplaceAllString(text, "")
	if strings.HasPrefix(text, own) {
		return true
	}
	arn := strings.SplitN(text, ":", 6)
	if len(arn) < 6 || arn[0] != "arn" || strings.Contains(text, "${") || wildText(arn[2]) {
		return false
	}
	name := arn[5]
	if !slices.Contains([]string{"s3", "sns", "sqs"}, arn[2]) { // whose ARNs have no type
		if i := strings.IndexAny(name, ":/"); i >= 0 {
			name = name[i+1:]
		}
	}
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "/"), "*")
	name, _, _ = strings.Cut(name, "?")
	return !slices.ContainsFunc(a.platformNames(), func(taken string) bool {
		return strings.HasPrefix(name, taken) || strings.HasPrefix(taken, name)
	})
}

// platformNames are how the names of what the platform has begin, and of what the CDK's
// bootstrap has, from where templates and code are deployed. CloudFormation names secrets and
// state machines after their logical ids, and RDS names those of its own rds!.
func (a *analysis) platformNames() []string {
	found := slices.Concat(a.taken, []string{"rds!", "aws-waf-logs-", "cdk-"})
	for _, t := range []string{"AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine"} {
		for _, r := range a.OfType(t) {
			if !teams(r) {
				found = append(found, r.LogicalID)
			}
		}
	}
	return found
}
