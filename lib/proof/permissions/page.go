package permissions

// Page is the table as a page of the documentation.
func (t Table) Page(environment string) string {
	return "# Who may do what in " + environment + "\n\n" +
		"Computed from the synthesized templates by [lib/proof/permissions](../../lib/proof/permissions), and written by\n" +
		"`.ci/run update`. Resources have the paths of their constructs, `${AWS::AccountId}` is the platform's account, and an\n" +
		"empty cell of conditions means that there is none. What can reach what is in [" + environment + ".md](" + environment + ".md).\n\n" +
		t.Markdown()
}
