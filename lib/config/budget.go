package config

import "math"

func checkBudget(e Environment, fail reporter) {
	if got := e.Alerts.MonthlyBudgetUSD; got < 0 || got > 1e9 || got != math.Trunc(got*100)/100 {
		fail("monthlyBudgetUsd must be an amount in US dollars and cents, 0 or more, got %v", got)
	}
}

func checkBudgetIsTold(e Environment, fail reporter) {
	if e.Alerts.MonthlyBudgetUSD > 0 && len(e.Alerts.Emails) == 0 {
		fail("monthlyBudgetUsd needs alertEmail: a budget that nobody hears of holds nothing")
	}
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-notificationwithsubscribers.html
	if e.Alerts.MonthlyBudgetUSD > 0 && len(e.Alerts.Emails) > 10 {
		fail("monthlyBudgetUsd takes at most 10 addresses in alertEmail, got %d", len(e.Alerts.Emails))
	}
}
