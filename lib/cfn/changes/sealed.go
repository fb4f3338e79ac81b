package changes

// sealed are the types of resources that stand for others, of a template that an assembly
// does not have.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicecatalog-cloudformationprovisionedproduct.html
var sealed = map[string]string{
	"AWS::CloudFormation::StackSet":                         "a set of stacks",
	"AWS::ServiceCatalog::CloudFormationProvisionedProduct": "a product of Service Catalog",
}

// Sealed lists the changes of resources that stand for others, which nobody can look into.
func Sealed(changes []Change) []string {
	var found []string
	for _, c := range changes {
		if what := sealed[c.Type]; what != "" {
			found = append(found, c.Name+" changes, and is "+what+" whose template is not in the assembly, so nobody can look into it")
		}
	}
	return found
}
