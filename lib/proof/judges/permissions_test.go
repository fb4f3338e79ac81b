package judges

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
)

// row is what the first evaluator says: who may do an action on a resource, if all the
// conditions hold.
type row struct {
	who, action, on string
	conditions      []string
}

// rows are all of a table that this test asks about. An action may be a pattern.
func rows(table permissions.Table) []row {
	var all []row
	for _, a := range table.Access.Secrets {
		all = append(all, row{a.Who, "secretsmanager:GetSecretValue", a.Secret, a.Conditions})
	}
	for _, a := range table.Access.Keys {
		for _, action := range a.Actions {
			if a.Effective {
				all = append(all, row{a.Who, action, a.Key, a.Conditions})
			}
		}
	}
	for _, a := range table.Access.Passes {
		all = append(all, row{a.Who, "iam:PassRole", a.Role, a.Conditions})
	}
	for _, a := range table.Access.Assumes {
		if !strings.Contains(a.By, "does not trust it") && !strings.Contains(a.By, "outside the templates") {
			all = append(all, row{a.Who, "sts:AssumeRole", a.Role, a.Conditions})
		}
	}
	for _, a := range table.Access.Databases {
		on := a.Database
		if a.User != "any" {
			on = "arn:aws:rds-db:ap-northeast-2:${AWS::AccountId}:dbuser:" + a.Database + "/" + a.User
		}
		all = append(all, row{a.Who, "rds-db:connect", on, a.Conditions})
	}
	return all
}

// comparison is one assembly before both evaluators.
type comparison struct {
	second         *account
	rows           []row
	err            error
	asked, allowed int
}

func compare(a *assembly.Assembly, settings config.Environment) (*comparison, []string) {
	table, err := permissions.Of(a, settings)
	c := &comparison{second: readAccount(a), rows: rows(table), err: err}
	var different []string
	for _, on := range c.second.all {
		for _, action := range asked[on.kind] {
			for as, who := range c.parties() {
				if text := c.ask(as, who, action, on); text != "" {
					different = append(different, text)
				}
			}
		}
	}
	return c, different
}

// asked are the actions for each kind of resource.
var asked = map[string][]string{
	"AWS::KMS::Key":               {"kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"},
	"AWS::SecretsManager::Secret": {"secretsmanager:GetSecretValue"},
	"AWS::IAM::Role":              {"iam:PassRole", "sts:AssumeRole"},
	"database user":               {"rds-db:connect"},
}

// parties are all who are asked about: as the first names them, and as a policy does.
func (c *comparison) parties() map[string]string {
	who := map[string]string{"everyone": "*", "this account": "arn:aws:iam::" + c.second.id + ":root"}
	for name := range c.second.roles {
		who[name] = name
	}
	for _, g := range c.second.all {
		for _, s := range g.policy {
			for _, p := range s.principals {
				if service, ok := strings.CutPrefix(p, "Service "); ok {
					who["service "+service] = p
				} else if parts := strings.Split(p, ":"); len(parts) == 6 && parts[5] == "root" && parts[4] != c.second.id {
					who["another account "+parts[4]] = p
				}
			}
		}
	}
	return who
}

// ask puts one question for all truths of the conditions that may matter, and returns the
// first difference. What a condition compares, both sides leave open.
func (c *comparison) ask(as, who, action string, on *guarded) string {
	about := slices.Clone(on.policy)
	role := c.second.roles[who]
	if role != nil {
		about = slices.Concat(about, role.policy, role.boundary)
	}
	var whys []string
	for _, s := range about {
		if s.about(action, on, func(string) bool { return true }) {
			whys = append(whys, s.whys...)
		}
	}
	var said, toAll []row
	for _, r := range c.rows {
		switch {
		case r.action != action || !c.isAbout(r.on, on):
		case r.who == as:
			said = append(said, r)
		case r.who == "everyone":
			toAll = append(toAll, r)
		}
	}
	slices.Sort(whys)
	whys = slices.Compact(whys)
	for truth := range 1 << len(whys) {
		holds := func(why string) bool {
			i, known := slices.BinarySearch(whys, why)
			return known && truth>>i&1 == 1
		}
		c.asked++
		does := func(r row) bool { return c.holds(r, role, on, holds) }
		first, second := slices.ContainsFunc(said, does), c.second.may(who, action, on, holds)
		if !first && second {
			// Everyone includes each; who is denied what everyone may is not said in the rows.
			first = slices.ContainsFunc(toAll, does)
		}
		if first != second {
			return fmt.Sprintf("%s %s on %s is %t by the first (%v), %t by the second, while these hold of %q: %b", as, action, on.name, first, said, second, whys, truth)
		} else if second {
			c.allowed++
		}
	}
	return ""
}

// holds says whether all conditions of a row hold.
func (c *comparison) holds(r row, role *identity, on *guarded, holds func(string) bool) bool {
	for _, condition := range r.conditions {
		if strings.HasPrefix(condition, "the boundary ") {
			if allowed, denied := identities(role.boundary, r.action, on, holds); !allowed || denied {
				return false
			}
		} else if denial, ok := strings.CutPrefix(condition, "not "); ok {
			things, whys, conditional := strings.Cut(denial, "if ")
			things, about := strings.CutPrefix(strings.TrimSpace(things), "on ")
			if about && !c.isAbout(things, on) {
				continue
			}
			if !conditional || !slices.ContainsFunc(strings.Split(whys, " and "), func(why string) bool { return !holds(why) }) {
				return false
			}
		} else if !strings.HasPrefix(condition, "template condition ") && !holds(condition) { // the second has all deployed
			return false
		}
	}
	return true
}

// isAbout says whether a text of the first, a list of names and patterns, is about a
// resource. NotResource is about what no item of the list is.
func (c *comparison) isAbout(text string, on *guarded) bool {
	items, not := strings.Split(strings.ReplaceAll(text, "${AWS::AccountId}", c.second.id), ", "), false
	for i := range items {
		items[i], not = strings.CutPrefix(items[i], "NotResource ")
	}
	return (slices.Contains(items, on.name) || like(items, on.arns, "s")) != not
}

// faults are what the first does not understand; that something is broad without a reason
// is no matter here.
func faults(err error) []string {
	if err == nil {
		return nil
	}
	var left []string
	for line := range strings.Lines(fmt.Sprint(err)) {
		if !ofThePlatform.MatchString(line) {
			left = append(left, line)
		}
	}
	return left
}

// ofThePlatform are the faults of what is not declared, as these roles and policies are not.
var ofThePlatform = regexp.MustCompile(`^no reason is declared for |^nothing needs the reason of |nobody has declared wh|^the role .* is not there`)

func TestTwoEvaluatorsAgreeWhoMayDoWhat(t *testing.T) {
	sets := 1000
	if testing.Short() {
		sets = 50
	}
	asked, allowed := 0, 0
	for seed := range sets {
		c, different := compare(written(t, policySet(seeded(seed))), config.Environment{})
		for _, text := range append(different, faults(c.err)...) {
			t.Errorf("seed %d: %s", seed, text)
		}
		if t.Failed() {
			t.Fatalf("the policies of seed %d: %v", seed, c.second)
		}
		asked, allowed = asked+c.asked, allowed+c.allowed
	}
	if allowed < asked/20 || allowed > asked/2 {
		t.Errorf("%d of %d questions are allowed: such a test proves little", allowed, asked)
	}
}

func TestTwoEvaluatorsAgreeWhoMayDoWhatOnPlatforms(t *testing.T) {
	for name, p := range map[string]check.Platform{"prod": recorded.Platform(t), "kinds": recorded.Kinds(t)} {
		t.Run(name, func(t *testing.T) {
			c, different := compare(p.Assembly, p.Settings)
			for _, text := range append(different, faults(c.err)...) {
				t.Error(text)
			}
			if c.allowed < 30 {
				t.Errorf("only %d of %d questions are allowed", c.allowed, c.asked)
			}
		})
	}
}

// String lists the statements.
func (c *account) String() string {
	var text strings.Builder
	for _, g := range c.all {
		fmt.Fprintf(&text, "\n%s: %+v", g.name, g.policy)
	}
	for _, role := range c.roles {
		fmt.Fprintf(&text, "\n%s may: %+v, at most: %+v", role.name, role.policy, role.boundary)
	}
	return text.String()
}
