package costs

// price is what AWS bills for one unit in Seoul, in US dollars without tax, free tier and
// discounts.
type price struct {
	Name    string
	Dollars float64
	Per     string
	// Offer is a part of AWS's price list, and Usage the usage type in it.
	Offer, Usage string
	// Doubt says why the price is not confirmed; empty for one that was read.
	Doubt string
}

const (
	hour  = "hour"
	month = "month"
)

func (p price) month() float64 {
	if p.Per == hour {
		return p.Dollars * hoursOfMonth
	}
	return p.Dollars
}

// read is the day of the latest public copy of AWS's price list that quotes the prices
// below; no other copy says otherwise.
const read = "2026-10-05"

const fromMemory = "from memory"

// prices are those of the lines.
var prices = []price{
	{"NAT gateway", 0.059, hour, "AmazonEC2", "APN2-NatGateway-Hours", ""},
	{"public address", 0.005, hour, "AmazonVPC", "APN2-PublicIPv4:InUseAddress", ""},
	{"web ACL", 5, month, "awswaf", "APN2-WebACLV2", ""},
	{"rule of a web ACL", 1, month, "awswaf", "APN2-RuleV2", ""},
	{"KMS key", 1, month, "awskms", "a version of a key", ""},
	{"ACU", 0.20, hour, "AmazonRDS", "APN2-Aurora:ServerlessV2Usage", ""},
	// https://aws.amazon.com/rds/proxy/pricing/
	{"ACU behind a proxy", 0.025, hour, "AmazonRDS", "APN2-RDS:ProxyUsage", ""},
	{"zone of a proxy endpoint", 0.013, hour, "AmazonVPC", "APN2-VpcEndpoint-Hours", "the price was read; that such an endpoint is billed like one of PrivateLink is " + fromMemory},
	{"cache.t4g.micro", 0.024, hour, "AmazonElastiCache", "APN2-NodeUsage:cache.t4g.micro", ""},
	{"vCPU X86_64", 0.04656, hour, "AmazonECS", "APN2-Fargate-vCPU-Hours:perCPU", ""},
	{"GB X86_64", 0.00511, hour, "AmazonECS", "APN2-Fargate-GB-Hours", ""},
	{"vCPU ARM64", 0.03725, hour, "AmazonECS", "APN2-Fargate-ARM-vCPU-Hours", ""},
	{"GB ARM64", 0.00409, hour, "AmazonECS", "APN2-Fargate-ARM-GB-Hours", ""},
	{"load balancer", 0.0225, hour, "AWSELB", "APN2-LoadBalancerUsage", ""},
	{"metric", 0.30, month, "AmazonCloudWatch", "APN2-CW:MetricMonitorUsage", ""},
	{"metric of enhanced Container Insights", 0.07, month, "AmazonCloudWatch", "", "read for us-east-1 only"},
	{"metric of an alarm", 0.10, month, "AmazonCloudWatch", "APN2-CW:AlarmMonitorUsage", ""},
	{"dashboard", 3, month, "AmazonCloudWatch", "", fromMemory},
	{"t4g.nano", 0.0052, hour, "AmazonEC2", "APN2-BoxUsage:t4g.nano", "a quarter of t4g.small, which was read"},
	{"GB of gp3", 0.0912, month, "AmazonEC2", "APN2-EBS:VolumeUsage.gp3", ""},
	{"secret", 0.40, month, "AWSSecretsManager", "a secret", ""},
}

// byUse are prices of what an idle platform has nearly none of.
var byUse = []price{
	{"GB of logs, also of flow and web ACL logs", 0.76, "GB", "AmazonCloudWatch", "APN2-DataProcessing-Bytes, APN2-VendedLog-Bytes", ""},
	{"GB of logs that are kept", 0.0314, month, "AmazonCloudWatch", "APN2-TimedStorage-ByteHrs", ""},
	{"GB through a NAT gateway", 0.059, "GB", "AmazonEC2", "APN2-NatGateway-Bytes", ""},
	{"GB to the internet", 0.126, "GB", "AWSDataTransfer", "APN2-DataTransfer-Out-Bytes", ""},
	{"GB to another zone, each way", 0.01, "GB", "AWSDataTransfer", "APN2-DataTransfer-Regional-Bytes", ""},
	{"capacity unit (LCU) of the load balancer", 0.008, hour, "AWSELB", "APN2-LCUUsage", ""},
	{"million requests at the web ACL", 0.60, "million", "awswaf", "APN2-RequestV2-Tier1", ""},
	{"GB of images", 0.10, month, "AmazonECR", "APN2-TimedStorage-ByteHrs", ""},
	{"GB of access logs in S3", 0.025, month, "AmazonS3", "APN2-TimedStorage-ByteHrs", ""},
}
