package lifecycle

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func outputs() []check.Promise {
	return []check.Promise{
		{ID: "Outputs", Says: "Every output for a person has a description.", Check: outputsAreDescribed},
		{ID: "Outputs", Says: "The outputs of Compute are the URL with the domain of the settings and the load balancer's DNS name.", Check: computeOutputs},
		{ID: "Outputs", Says: "The outputs of Security are the URIs of the image repositories, and for a pipeline its roles and its state machine.", Check: repositoryOutputs},
		{ID: "Outputs", Says: "The outputs of Data are the proxy's endpoints, the policies for people and the commands with which they log in.", Check: dataOutputs},
	}
}

func outputsAreDescribed(v *check.Review) {
	examined := 0
	for _, s := range v.Stacks {
		for _, o := range parts.Outputs(v, s.ID) {
			examined++
			if text, _ := assembly.At(o.Body, "Description").(string); text == "" {
				v.Add("output %s of stack %s has no description", o.ID, s.ID)
			}
		}
	}
	if examined == 0 {
		v.Add("no stack has an output for a person")
	}
}

func computeOutputs(v *check.Review) {
	if balancer := v.Only("Compute", parts.LoadBalancer); balancer != nil {
		v.Texts("outputs of stack Compute", parts.OutputValues(v, "Compute"), []string{"https://" + v.Settings.Domain.Name, check.Token(balancer, "DNSName")})
	}
}

func repositoryOutputs(v *check.Review) {
	var want []string
	for _, r := range parts.Repositories(v) {
		// The CDK composes the URI from the ARN, for partitions with other endings.
		part := func(n string) string {
			return "${Fn::Select " + n + " of ${Fn::Split : of " + check.Token(r, "Arn") + "}}"
		}
		want = append(want, part("4")+".dkr.ecr."+part("3")+".${AWS::URLSuffix}/"+check.Token(r, ""))
	}
	for _, role := range parts.ExternalRoles(v) {
		want = append(want, check.Token(role, "Arn"))
	}
	if len(v.Settings.Pipeline.Repositories) > 0 {
		want = append(want, check.Token(parts.ReleaseMachine(v), ""))
	}
	v.Texts("outputs of stack Security", parts.OutputValues(v, "Security"), want)
}

func dataOutputs(v *check.Review) {
	var want []string
	add := func(r *assembly.Resource, attribute string) {
		if r != nil {
			want = append(want, check.Token(r, attribute))
		}
	}
	add(v.Only("Data", parts.DBProxy), "Endpoint")
	for output := range parts.DatabasePolicies(v) {
		add(parts.DatabasePolicy(v, output), "")
	}
	for _, endpoint := range v.OfType(parts.DBProxyEndpoint) {
		add(endpoint, "Endpoint")
	}
	v.Texts("outputs of stack Data", parts.OutputValues(v, "Data"), want)
	// A tunnel and a token for each endpoint, and the administrator's token.
	commands := len(parts.Outputs(v, "Data")) - len(parts.OutputValues(v, "Data"))
	if want := 2*(1+parts.ProxyEndpoints(v)) + 1; commands != want {
		v.Add("%d outputs of stack Data are commands, want %d", commands, want)
	}
}
