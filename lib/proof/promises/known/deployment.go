package known

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

func deployment() []check.Promise {
	return []check.Promise{
		{ID: "R5.4", Says: "The assembly has the CDK deploy each stack in the roles of the bootstrap, with the template's own parameters, and say so to nobody.", Check: deployedAsItStands},
	}
}

// howDeployed is all that the manifest may say of a stack; package lifecycle reads where its
// template is. Parameters there would win over
// the defaults of the template, and topics would hear of every event of the stack.
var howDeployed = parsed(`additionalDependencies[] assumeRoleArn bootstrapStackVersionSsmParameter cloudFormationExecutionRoleArn
	lookupRole{arn bootstrapStackVersionSsmParameter requiresBootstrapStackVersion} requiresBootstrapStackVersion stackName
	stackTemplateAssetObjectUrl tags* templateFile terminationProtection validateOnSynth`)

func deployedAsItStands(v *check.Review) {
	for _, s := range v.Stacks {
		for _, place := range howDeployed.strange("", s.Deployment) {
			v.Add("stack %s: no promise knows its %s in the manifest", s.ID, place)
		}
		account := check.Account(s)
		roles := map[string]any{
			"deploy-role":   s.Deployment["assumeRoleArn"],
			"cfn-exec-role": s.Deployment["cloudFormationExecutionRoleArn"],
			"lookup-role":   assembly.At(s.Deployment, "lookupRole", "arn"),
		}
		for _, name := range slices.Sorted(maps.Keys(roles)) {
			arn, _ := roles[name].(string)
			if !iampolicy.Match("arn:${AWS::Partition}:iam::"+account+":role/cdk-*-"+name+"-"+account+"-"+v.Settings.Region, arn) {
				v.Add("stack %s is deployed in the role %q, want the %s of the bootstrap", s.ID, arn, name)
			}
		}
	}
}
