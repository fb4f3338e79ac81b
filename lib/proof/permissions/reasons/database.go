package reasons

import "example.com/chassis/lib/config"

const (
	databaseRoles = "Data/Roles/Role"
	masterSecret  = "${Data/Aurora.MasterUserSecret.SecretArn}"
)

// database has the reasons of who logs in to the database, and of who makes its roles.
func (p platform) database() []Reason {
	found := []Reason{
		{
			Holders: []string{databaseRoles}, Actions: []string{"rds-data:ExecuteStatement"}, Resources: []string{p.arn("rds", "cluster:${Data/Aurora}")},
			Why: "The function makes the database roles that the settings ask for, before anybody else could log in.",
		},
		{
			Holders: []string{databaseRoles}, Actions: []string{"secretsmanager:GetSecretValue"}, Resources: []string{masterSecret},
			Why: "Only the master user may make the database roles; the Data API reads its secret with the permissions of the caller.",
		},
		{
			Holders: []string{databaseRoles}, Actions: []string{"kms:Decrypt"}, Resources: []string{"Security/DataKey"},
			Conditions: []string{"StringEquals kms:ViaService secretsmanager." + p.Region + ".amazonaws.com"},
			Why:        "The key encrypts the master user's secret; the condition allows it for secrets only.",
		},
		{
			Holders: []string{"Data/DatabaseAdmin"}, Actions: []string{"rds-db:connect"}, Resources: []string{p.proxyUser(p.AdministratorRole())},
			Why: "Whoever gets the policy administers the database.",
		},
		{
			Holders: []string{"Data/DatabaseRead"}, Actions: []string{"rds-db:connect"}, Resources: []string{p.proxyUser(config.ReadOnlyRole)},
			Why: "Whoever gets the policy reads the database.",
		},
	}
	for _, s := range p.DatabaseServices() {
		found = append(found, Reason{
			Holders: []string{roleOf(s, "TaskRole")}, Actions: []string{"rds-db:connect"}, Resources: []string{p.proxyUser(s.DatabaseRole())},
			Why: "The service logs in as the database role of its own.",
		})
	}
	var users []string
	for _, user := range append(p.DatabaseRoles(), config.ReadOnlyRole) {
		users = append(users, p.arn("rds-db", "dbuser:${Data/Aurora.DBClusterResourceId}/"+user))
	}
	return append(found, Reason{
		Holders: []string{"Data/ProxyRole"}, Actions: []string{"rds-db:connect"}, Resources: users,
		Why: "The proxy logs in to the cluster as whoever logged in to the proxy; the administrator's password is in the secret.",
	})
}

// proxyUser is a database role behind the proxy.
func (p platform) proxyUser(role string) string {
	return p.arn("rds-db", "dbuser:${Data/Proxy id}/"+role)
}
