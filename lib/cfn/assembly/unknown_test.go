package assembly_test

import (
	"slices"
	"strings"
	"testing"
)

func TestNothingUnknownIsPassedOver(t *testing.T) {
	t.Parallel()
	got := read(t, "unknown").Unknown()
	want := []string{
		"a lookup is missing: availability-zones:account=1",
		"Data: section Mappings is not understood",
		"Data: section Transform is not understood",
		"Data/Odd: condition Nowhere is not defined",
		"Data/Odd: depends on Gone, which the template does not have",
		"Data/Odd: Fn::GetAZs is not understood",
		`Data/Odd: Fn::GetAtt "Fine" names no attribute`,
		"Data/Odd: Fn::Join stands beside other keys",
		`Data/Odd: Fn::If ["Nowhere",1,2] cannot be decided`,
		"Data/Odd: no stack has what Fn::ImportValue shop-network:Vpc names",
		"Data/Odd: no stack has what Fn::GetStackOutput {OutputName:Subnet,StackName:shop-network} names",
		"Data/Odd: refers to AWS::Account, which the template does not have",
		"Data/Odd: refers to Missing, which the template does not have",
		"Data/Odd: refers to Missing.Arn, which the template does not have",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := read(t, "conditions").Unknown(); len(got) > 0 {
		t.Errorf("of an assembly without anything unknown: %v", got)
	}
}

func TestAnOutputOfAnotherStackIsFollowed(t *testing.T) {
	t.Parallel()
	a := read(t, "unknown")
	data := a.Stack("Data")
	v := data.Resources["Fine"].At("Vpc")
	if target, ok := a.Follow(data, v); !ok || target.Resource.String() != "Network/Vpc" {
		t.Errorf("Follow found %v", target)
	}
	if targets := a.References(data, v); len(targets) != 1 || targets[0].Resource.String() != "Network/Vpc" {
		t.Errorf("References found %v", targets)
	}
	if text := a.Text(data, v); text != "${Network/Vpc}" {
		t.Errorf("Text is %s", text)
	}
	if text := a.Text(data, data.Resources["Odd"].At("Output")); !strings.HasPrefix(text, "${Fn::GetStackOutput ") {
		t.Errorf("Text of an output that is not there is %s", text)
	}
}
