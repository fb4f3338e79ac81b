package permissions

import (
	"strings"
	"testing"
)

func TestAServiceIsBoundToTheAccountOrHasAReason(t *testing.T) {
	t.Parallel()
	for condition, bound := range map[string]bool{
		``: false,
		`"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}`:                                    true,
		`"StringEquals": {"AWS:sourceaccount": {"Ref": "AWS::AccountId"}}`:                                    true,
		`"StringEquals": {"aws:SourceAccount": "111122223333"}`:                                               false,
		`"StringEquals": {"aws:SourceAccount": [{"Ref": "AWS::AccountId"}, "111122223333"]}`:                  false,
		`"StringNotEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}`:                                 false,
		`"StringEqualsIfExists": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}`:                            false,
		`"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Cluster", "DBClusterArn"]}}`:                         true,
		`"ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:aws:sns:*:${AWS::AccountId}:*"}}`:                      true,
		`"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}`:                                                   false,
		`"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}`:                                                 false,
		`"StringLike": {"aws:SourceArn": "*"}`:                                                                false,
		`"StringEquals": {"aws:PrincipalTag/aws:SourceAccount": {"Ref": "AWS::AccountId"}}`:                   false,
		`"StringEquals": {"a": "b"}, "ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["Proxy", "DBProxyArn"]}}`: true,
	} {
		a := handMade(t)
		change(t, a, queue, queueFor(`{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage",
			"Resource": {"Fn::GetAtt": ["Queue", "Arn"]}, "Condition": {`+condition+`}}`))
		p, err := read(a, handMadeReasons)
		asked := err != nil && strings.Contains(err.Error(), "App/Queue: no source condition: sqs:SendMessage on itself to service s3.amazonaws.com")
		if listed := strings.Contains(p.Markdown(), "| s3.amazonaws.com | App/Queue |"); asked == bound || listed == bound {
			t.Errorf("{%s}: a reason is asked for: %t, the service is listed: %t (%v)", condition, asked, listed, err)
		}
	}
}
