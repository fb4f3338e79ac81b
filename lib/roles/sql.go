package roles

const (
	createRole = `
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = me) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', me);
    END IF;`

	// limitRole takes away what a role of an older platform may have, a password
	// above all. The three attributes it only looks at are a superuser's to change.
	limitRole = `
    EXECUTE format('ALTER ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT -1 PASSWORD NULL', me);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = me AND (rolsuper OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION 'role % is a superuser, replicates or passes row security, which only a superuser can undo', me;
    END IF;`

	// leaveRoles ends memberships in both directions before rds_iam is granted. A
	// member of the role would be one of rds_iam: CREATE SCHEMA ... AUTHORIZATION asks
	// for that, which is why the schemas belong to the administrator.
	leaveRoles = `
    FOR item IN
      SELECT r.rolname AS granted, m.rolname AS holder
      FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
      WHERE (m.rolname = me AND r.rolname <> 'rds_iam') OR r.rolname = me
    LOOP
      EXECUTE format('REVOKE %I FROM %I', item.granted, item.holder);
    END LOOP;
    IF pg_has_role(me, 'rds_iam', 'MEMBER WITH ADMIN OPTION') THEN
      EXECUTE format('REVOKE ADMIN OPTION FOR rds_iam FROM %I', me);
    END IF;`

	// closePublicSchema matters for databases that were made before PostgreSQL 15.
	closePublicSchema = `DO $do$
BEGIN
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  END IF;
END
$do$`

	createSchema = `
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = me) THEN
      EXECUTE format('CREATE SCHEMA %I', me);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner
                   WHERE n.nspname = me AND o.rolname = current_user) THEN
      RAISE EXCEPTION 'schema % belongs to another role than %; its owner has to give it away first', me, current_user;
    END IF;`

	// closeSchema leaves the schema to its service: it makes its own tables there,
	// which are then its own to change and drop.
	closeSchema = `
    EXECUTE format('REVOKE GRANT OPTION FOR ALL ON SCHEMA %I FROM %I CASCADE', me, me);
    FOR item IN
      SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(g.rolname) END AS holder
      FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
      WHERE n.nspname = me AND a.grantee <> n.nspowner AND (g.rolname IS NULL OR g.rolname <> me)
    LOOP
      EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %s CASCADE', me, item.holder);
    END LOOP;
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', me, me);`

	useSchema = `
    EXECUTE format('ALTER ROLE %I IN DATABASE <database> SET search_path = %I, public', me, me);`

	// verify is there because GRANT and REVOKE only warn when they have done nothing.
	verify = `
    IF EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
               WHERE (m.rolname = me AND r.rolname <> 'rds_iam') OR r.rolname = me) THEN
      RAISE EXCEPTION 'role % has a membership or a member that it must not have', me;
    END IF;
    IF NOT pg_has_role(me, 'rds_iam', 'MEMBER') OR pg_has_role('<administrator>', 'rds_iam', 'MEMBER') THEN
      RAISE EXCEPTION 'role % must be a member of rds_iam, and <administrator> must not', me;
    END IF;
    IF NOT has_database_privilege(me, '<database>', 'CONNECT') OR has_database_privilege(me, '<database>', 'CREATE') THEN
      RAISE EXCEPTION 'role % must be able to connect to database <database>, and to make nothing in it', me;
    END IF;
    IF EXISTS (SELECT FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
               WHERE d.datname = '<database>' AND a.grantee = 0) THEN
      RAISE EXCEPTION 'everybody has a privilege on database <database>';
    END IF;
    IF NOT has_schema_privilege(me, me, 'USAGE') OR NOT has_schema_privilege(me, me, 'CREATE')
       OR has_schema_privilege(other, me, 'USAGE') OR has_schema_privilege(other, me, 'CREATE') THEN
      RAISE EXCEPTION 'schema % must be open to its own role, and closed to %', me, other;
    END IF;
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') AND has_schema_privilege(me, 'public', 'CREATE') THEN
      RAISE EXCEPTION 'role % can make tables in schema public', me;
    END IF;`
)
