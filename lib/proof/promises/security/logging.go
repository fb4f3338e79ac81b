package security

import "example.com/chassis/lib/proof/promises/parts"

// logService is CloudWatch Logs, for the log groups of the platform's account.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
var logService = keyService{
	"logs." + parts.Region + ".amazonaws.com",
	"ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:" + parts.Region + ":<account>:log-group:*",
	[]string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"},
}
