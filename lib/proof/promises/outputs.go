package promises

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func outputs() []Promise {
	return []Promise{
		{"Outputs", "Every output for a person has a description.", outputsAreDescribed},
		{"Outputs", "The outputs of Compute are the URL of the platform and the load balancer's DNS name.", computeOutputs},
		{"Outputs", "The outputs of Security are the URIs of both image repositories, and for a pipeline its roles and its state machine.", repositoryOutputs},
		{"Outputs", "The outputs of Data are the proxy's endpoints, the policy for developers and the commands of the bastion.", dataOutputs},
	}
}

// output is an output for a person: one that is exported is for another stack.
type output struct {
	id   string
	body any
}

// outputs returns the outputs of a stack that are for a person, by id.
func (v *review) outputs(stack string) []output {
	s := v.Stack(stack)
	if s == nil {
		v.add("there is no stack %s", stack)
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
func (v *review) values(stack string) []string {
	var found []string
	for _, o := range v.outputs(stack) {
		if text := v.Text(v.Stack(stack), assembly.At(o.body, "Value")); !strings.HasPrefix(text, "aws ") {
			found = append(found, text)
		}
	}
	return found
}

// url is where the platform answers.
func (v *review) url() string {
	var found []string
	for _, text := range v.values("Compute") {
		if domain, ok := strings.CutPrefix(text, "https://"); ok && domain != "" && !strings.ContainsAny(domain, "/${} ") {
			found = append(found, text)
		}
	}
	if len(found) != 1 {
		v.add("%d outputs of stack Compute are the URL of a domain, want 1", len(found))
		return ""
	}
	return found[0]
}

func outputsAreDescribed(p Platform) []string {
	v := review{Platform: p}
	examined := 0
	for _, s := range p.Stacks {
		for _, o := range v.outputs(s.ID) {
			examined++
			if text, _ := assembly.At(o.body, "Description").(string); text == "" {
				v.add("output %s of stack %s has no description", o.id, s.ID)
			}
		}
	}
	if examined == 0 {
		v.add("no stack has an output for a person")
	}
	return v.findings
}

func computeOutputs(p Platform) []string {
	v := review{Platform: p}
	if balancer := v.only("Compute", loadBalancer); balancer != nil {
		v.texts("outputs of stack Compute", v.values("Compute"), []string{v.url(), token(balancer, "DNSName")})
	}
	return v.findings
}

func repositoryOutputs(p Platform) []string {
	v := review{Platform: p}
	repositories := p.OfType("AWS::ECR::Repository")
	v.count(repositories, 2, "AWS::ECR::Repository")
	var want []string
	for _, r := range repositories {
		// The CDK composes the URI from the ARN, for partitions with other endings.
		part := func(n string) string { return "${Fn::Select " + n + " of ${Fn::Split : of " + token(r, "Arn") + "}}" }
		want = append(want, part("4")+".dkr.ecr."+part("3")+".${AWS::URLSuffix}/"+token(r, ""))
	}
	for _, role := range v.outsiderRoles() {
		want = append(want, token(role, "Arn"))
	}
	if len(v.outsiderRoles()) > 0 {
		want = append(want, token(v.releaseMachine(), ""))
	}
	v.texts("outputs of stack Security", v.values("Security"), want)
	return v.findings
}

func dataOutputs(p Platform) []string {
	v := review{Platform: p}
	var want []string
	add := func(r *assembly.Resource, attribute string) {
		if r != nil {
			want = append(want, token(r, attribute))
		}
	}
	add(v.only("Data", dbProxy), "Endpoint")
	add(v.unique("managed policy of the Data stack", p.Stack("Data").OfType("AWS::IAM::ManagedPolicy")), "")
	for _, endpoint := range p.OfType(dbProxyEndpoint) {
		add(endpoint, "Endpoint")
	}
	v.texts("outputs of stack Data", v.values("Data"), want)
	if n := len(v.outputs("Data")) - len(v.values("Data")); n != 2 {
		v.add("%d outputs of stack Data are commands, want 2", n)
	}
	return v.findings
}
