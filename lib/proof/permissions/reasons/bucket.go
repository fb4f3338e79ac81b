package reasons

const (
	accessLogs   = "Compute/AccessLogs"
	emptying     = "Compute/Custom::S3AutoDeleteObjectsCustomResourceProvider"
	emptyingRole = emptying + "/Role"
)

// bucket has the reasons of the load balancer's access logs.
func (p platform) bucket() []Reason {
	const (
		objects  = "${" + accessLogs + ".Arn}/*"
		delivery = "service delivery.logs.amazonaws.com"
		logName  = "A log file gets its name, with date and time, when it is delivered."
	)
	put := Reason{
		Holders: []string{accessLogs}, Actions: []string{"s3:PutObject"}, Resources: []string{"${" + accessLogs + ".Arn}/AWSLogs/" + ownAccount + "/*"},
		Principals: []string{delivery}, Conditions: []string{"StringEquals s3:x-amz-acl bucket-owner-full-control"}, Why: logName,
	}
	source := put
	source.About = NoSource
	source.Why = "Logs are delivered to the folder of the account that they come from, and the statement allows only this account's folder."
	balancer, outside := put, put
	balancer.Conditions, outside.Conditions = nil, nil
	if id := LoadBalancing[p.Region]; id != "" {
		balancer.Principals = []string{"another account " + id}
		outside.About, outside.Why = ExternalAccess, "Elastic Load Balancing in "+p.Region+" delivers access logs from this account of AWS."
	} else {
		balancer.Principals = []string{"service logdelivery.elasticloadbalancing.amazonaws.com"}
		outside.About, outside.Why = NoSource, source.Why
	}
	outside.Principals = balancer.Principals
	found := []Reason{put, source, balancer, outside, {
		About: NoSource, Holders: []string{accessLogs}, Actions: []string{"s3:GetBucketAcl"}, Resources: []string{Itself}, Principals: []string{delivery},
		Why: "Before it delivers, the service reads the bucket's access control list, which contains no logs.",
	}}
	if !p.Ephemeral {
		return found
	}
	const emptied = "The bucket of a throw-away copy is emptied before it is deleted, by a function of the CDK, whose statement names the bucket and all of its objects."
	emptier := []string{emptyingRole}
	return append(
		found,
		Reason{
			Holders: []string{accessLogs}, Actions: []string{"s3:DeleteObject*", "s3:GetBucket*", "s3:List*"}, Resources: []string{Itself, objects},
			Principals: emptier, Why: emptied,
		},
		Reason{Holders: []string{accessLogs}, Actions: []string{"s3:PutBucketPolicy"}, Resources: []string{Itself, objects}, Principals: emptier, Why: emptied},
		Reason{
			About: Escalation, Holders: []string{accessLogs}, Actions: []string{"s3:PutBucketPolicy"}, Resources: []string{Itself, objects}, Principals: emptier,
			Why: "Before it empties the bucket of a throw-away copy, the CDK's function denies everyone to write to it.",
		},
	)
}

// LoadBalancing are AWS's accounts of Elastic Load Balancing by region. In newer regions a service
// delivers the logs.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
var LoadBalancing = map[string]string{
	"af-south-1": "098369216593", "ap-east-1": "754344448648", "ap-northeast-1": "582318560864", "ap-northeast-2": "600734575887",
	"ap-northeast-3": "383597477331", "ap-south-1": "718504428378", "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266",
	"ap-southeast-3": "589379963580", "ca-central-1": "985666609251", "eu-central-1": "054676820928", "eu-north-1": "897822967062",
	"eu-south-1": "635631232127", "eu-west-1": "156460612806", "eu-west-2": "652711504416", "eu-west-3": "009996457667",
	"me-south-1": "076674570225", "sa-east-1": "507241528517", "us-east-1": "127311923021", "us-east-2": "033677994240",
	"us-west-1": "027434742980", "us-west-2": "797873946194",
}
