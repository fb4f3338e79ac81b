package config

import (
	"math"
	"strconv"
)

// mostBudget is more than anybody pays, and still exact in cents.
const mostBudget = 1_000_000_000

func checkBudget(e Environment, fail reporter) {
	if got := e.Alerts.MonthlyBudgetUSD; got < 0 || got > mostBudget || got != math.Round(got*100)/100 {
		fail("monthlyBudgetUsd must be an amount in US dollars and cents from 0 to %d, got %s", mostBudget, strconv.FormatFloat(got, 'f', -1, 64))
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
