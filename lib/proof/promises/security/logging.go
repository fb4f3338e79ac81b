package security

// logService is CloudWatch Logs in a region, for the log groups of the platform's account.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
func logService(region string) keyService {
	return keyService{
		"logs." + region + ".amazonaws.com",
		[]string{"ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:" + region + ":<account>:log-group:*"},
		[]string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"},
	}
}
