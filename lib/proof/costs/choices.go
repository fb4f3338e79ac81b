package costs

import (
	"fmt"
	"math"

	"example.com/chassis/lib/proof/pages"
)

// choice is a change that is not built, with what it saves a month. What it adds is below
// zero.
type choice struct {
	change, effect string
	saves          func(Bill) float64
}

// choices are the larger ones. Each costs something else, so a team makes it, not Chassis.
var choices = []choice{
	{"`cpuArchitecture` `ARM64`", "the images must be built for it first", func(b Bill) float64 {
		return b.units("vCPU X86_64")*(monthly("vCPU X86_64")-monthly("vCPU ARM64")) +
			b.units("GB X86_64")*(monthly("GB X86_64")-monthly("GB ARM64"))
	}},
	{"`minTasks` 1", "no task takes over while the only one is replaced", func(b Bill) float64 {
		tasks := max(1, float64(b.Settings.Tasks.MinTasks))
		return (1 - 1/tasks) * b.line("Fargate at the fewest tasks")
	}},
	{"`natGateways` 1", "when its zone fails, the tasks of the other lose their way to the internet and to AWS", func(b Bill) float64 {
		return (b.units("NAT gateway") - 1) * (monthly("NAT gateway") + monthly("public address"))
	}},
	{"`readers` 0", "a failover waits until a new instance is there, which takes minutes", func(b Bill) float64 {
		return float64(b.Settings.Database.Readers)*b.Settings.Database.MinACU*monthly("ACU") +
			b.units("zone of a proxy endpoint")*monthly("zone of a proxy endpoint")
	}},
	{"`cacheNodes` 1", "when the node or its zone fails, the cache is empty and away until a new one is there", func(b Bill) float64 {
		return (1 - 1/float64(b.Settings.Cache.Nodes)) * b.line("Redis")
	}},
	{"`auroraMinAcu` 2", "AWS advises it for Performance Insights, which otherwise may take a large part of the memory", func(b Bill) float64 {
		const advised = 2
		return -b.units("ACU") * (advised/b.Settings.Database.MinACU - 1) * monthly("ACU")
	}},
	{"an interface endpoint in two zones", "its traffic leaves the NAT gateways, which are still needed; images come through the free endpoint of S3 anyway", func(Bill) float64 {
		return -2 * monthly("zone of a proxy endpoint")
	}},
}

// monthly is a price for a month.
func monthly(name string) float64 {
	for _, p := range prices {
		if p.Name == name {
			return p.month()
		}
	}
	panic("there is no price of " + name)
}

// Choices says what other settings would save, each alone.
func Choices(bills ...Bill) string {
	head := []string{"change"}
	for _, b := range bills {
		head = append(head, b.Settings.Label())
	}
	var rows [][]string
	for _, c := range choices {
		row := []string{c.change}
		for _, b := range bills {
			row = append(row, difference(-c.saves(b)))
		}
		rows = append(rows, append(row, c.effect))
	}
	return pages.Table(append(head, "in return"), rows)
}

// difference is a number of dollars with its sign.
func difference(dollars float64) string {
	switch n := int(math.Round(dollars)); {
	case n < 0:
		return fmt.Sprintf("−%d", -n)
	case n > 0:
		return fmt.Sprintf("+%d", n)
	}
	return "–"
}
