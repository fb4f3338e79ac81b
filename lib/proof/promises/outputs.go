package promises

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func outputs() []check.Promise {
	return []check.Promise{
		{ID: "Outputs", Says: "Every output for a person has a description.", Check: outputsAreDescribed},
		{ID: "Outputs", Says: "The outputs of Compute are the URL of the platform and the load balancer's DNS name.", Check: computeOutputs},
		{ID: "Outputs", Says: "The outputs of Security are the URIs of both image repositories, and for a pipeline its roles and its state machine.", Check: repositoryOutputs},
		{ID: "Outputs", Says: "The outputs of Data are the proxy's endpoints, the policy for developers and the commands of the bastion.", Check: dataOutputs},
	}
}

// output is an output for a person: one that is exported is for another stack.
type output struct {
	id   string
	body any
}

// outputs returns the outputs of a stack that are for a person, by id.
func Outputs(v *check.Review, stack string) []output {
	s := v.Stack(stack)
	if s == nil {
		v.Add("there is no stack %s", stack)
		return nil
	}
	var found []output
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if assembly.At(s.Outputs[id], "Export") == nil {
			found = append(found, output{id, s.Outputs[id]})
		}
	}
	return found
}

// values returns the outputs of a stack for a person as text, commands left out.
func Values(v *check.Review, stack string) []string {
	var found []string
	for _, o := range Outputs(v, stack) {
		if text := v.Text(v.Stack(stack), assembly.At(o.body, "Value")); !strings.HasPrefix(text, "aws ") {
			found = append(found, text)
		}
	}
	return found
}

// url is where the platform answers.
func URL(v *check.Review) string {
	var found []string
	for _, text := range Values(v, "Compute") {
		if domain, ok := strings.CutPrefix(text, "https://"); ok && domain != "" && !strings.ContainsAny(domain, "/${} ") {
			found = append(found, text)
		}
	}
	if len(found) != 1 {
		v.Add("%d outputs of stack Compute are the URL of a domain, want 1", len(found))
		return ""
	}
	return found[0]
}

func outputsAreDescribed(v *check.Review) {
	examined := 0
	for _, s := range v.Stacks {
		for _, o := range Outputs(v, s.ID) {
			examined++
			if text, _ := assembly.At(o.body, "Description").(string); text == "" {
				v.Add("output %s of stack %s has no description", o.id, s.ID)
			}
		}
	}
	if examined == 0 {
		v.Add("no stack has an output for a person")
	}
}

func computeOutputs(v *check.Review) {
	if balancer := v.Only("Compute", LoadBalancer); balancer != nil {
		v.Texts("outputs of stack Compute", Values(v, "Compute"), []string{URL(v), check.Token(balancer, "DNSName")})
	}
}

func repositoryOutputs(v *check.Review) {
	repositories := v.OfType("AWS::ECR::Repository")
	v.Count(repositories, 2, "AWS::ECR::Repository")
	var want []string
	for _, r := range repositories {
		// The CDK composes the URI from the ARN, for partitions with other endings.
		part := func(n string) string {
			return "${Fn::Select " + n + " of ${Fn::Split : of " + check.Token(r, "Arn") + "}}"
		}
		want = append(want, part("4")+".dkr.ecr."+part("3")+".${AWS::URLSuffix}/"+check.Token(r, ""))
	}
	for _, role := range externalRoles(v) {
		want = append(want, check.Token(role, "Arn"))
	}
	if len(externalRoles(v)) > 0 {
		want = append(want, check.Token(releaseMachine(v), ""))
	}
	v.Texts("outputs of stack Security", Values(v, "Security"), want)
}

func dataOutputs(v *check.Review) {
	var want []string
	add := func(r *assembly.Resource, attribute string) {
		if r != nil {
			want = append(want, check.Token(r, attribute))
		}
	}
	add(v.Only("Data", DBProxy), "Endpoint")
	add(v.Unique("managed policy of the Data stack", v.Stack("Data").OfType("AWS::IAM::ManagedPolicy")), "")
	for _, endpoint := range v.OfType(DBProxyEndpoint) {
		add(endpoint, "Endpoint")
	}
	v.Texts("outputs of stack Data", Values(v, "Data"), want)
	if n := len(Outputs(v, "Data")) - len(Values(v, "Data")); n != 2 {
		v.Add("%d outputs of stack Data are commands, want 2", n)
	}
}
