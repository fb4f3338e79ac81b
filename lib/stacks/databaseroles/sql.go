package databaseroles

const (
	createRole = `
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = me) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', me);
    END IF;`

	// limitRole removes attributes that a role of an older platform may have, such as a
	// password. Only a superuser can change the three attributes that it checks.
	limitRole = `
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = me AND (rolsuper OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION 'role % is a superuser, replicates or passes row security, which only a superuser can undo', me;
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT -1 VALID UNTIL ''infinity'' PASSWORD NULL', me);`

	// leaveRoles ends memberships in both directions before rds_iam is granted, because a
	// member of the role would become a member of rds_iam. CREATE SCHEMA ...
	// AUTHORIZATION needs such a membership, so the schemas belong to the administrator.
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

	// limitDatabase revokes everything first, also what a role with the grant option has
	// granted, and what other roles have in a copied database or had as a service that is
	// no longer there, except RDS's own. It is one statement, so a service never lacks
	// CONNECT.
	limitDatabase = `
  IF NOT (SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = '<database>') THEN
    RAISE EXCEPTION 'database <database> belongs to another role than %; its owner has to give it away first', current_user;
  END IF;
  FOR item IN
    SELECT DISTINCT g.rolname AS holder
    FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a JOIN pg_roles g ON g.oid = a.grantee
    WHERE d.datname = '<database>' AND a.grantee <> d.datdba AND NOT starts_with(g.rolname, 'rds')
  LOOP
    EXECUTE format('REVOKE ALL ON DATABASE "<database>" FROM %I CASCADE', item.holder);
  END LOOP;
  REVOKE ALL ON DATABASE "<database>" FROM PUBLIC CASCADE;`

	// admitService includes temporary tables, for migrations and reports.
	admitService = `
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE "<database>" TO %I', me);`

	admitReader = `
  GRANT CONNECT ON DATABASE "<database>" TO "<reader>";`

	// closePublicSchema is for databases that were created before PostgreSQL 15.
	closePublicSchema = `
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  END IF;`

	// makeSchema takes the schema from a service that owns it, which needs membership in
	// the service's role. The membership begins and ends within the statement, so no
	// other session sees it. The reader never lacks USAGE for the same reason.
	makeSchema = `
    owner = (SELECT o.rolname FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner WHERE n.nspname = me);
    IF owner IS NULL THEN
      EXECUTE format('CREATE SCHEMA %I', me);
    ELSIF owner = me THEN
      EXECUTE format('GRANT %I TO %I', me, current_user);
      EXECUTE format('ALTER SCHEMA %I OWNER TO %I', me, current_user);
      EXECUTE format('REVOKE %I FROM %I', me, current_user);
    ELSIF owner <> current_user THEN
      RAISE EXCEPTION 'schema % belongs to role %; its owner has to give it to % first', me, owner, current_user;
    END IF;
    FOR item IN
      SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(g.rolname) END AS holder
      FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
      WHERE n.nspname = me AND a.grantee <> n.nspowner
    LOOP
      EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %s CASCADE', me, item.holder);
    END LOOP;
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', me, me);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', me, reader);`

	// handOver makes the service the owner of objects that the administrator has created
	// in its schema. The service could not change them, and a view of the administrator
	// could show it the tables of another service. For the membership see makeSchema. A
	// sequence of a column changes its owner with the table.
	handOver = `
    changes = ARRAY(
      SELECT format('ALTER TABLE %I.%I OWNER TO %I', me, c.relname, me)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
      WHERE n.nspname = me AND o.rolname = current_user AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = CAST('pg_class' AS regclass)
                 AND d.objid = c.oid AND d.refclassid = d.classid AND d.deptype IN ('a', 'i')))
      UNION ALL
      SELECT format('ALTER ROUTINE %I.%I(%s) OWNER TO %I', me, p.proname, pg_get_function_identity_arguments(p.oid), me)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
      WHERE n.nspname = me AND o.rolname = current_user
      UNION ALL
      SELECT format('ALTER TYPE %I.%I OWNER TO %I', me, y.typname, me)
      FROM pg_type y JOIN pg_namespace n ON n.oid = y.typnamespace JOIN pg_roles o ON o.oid = y.typowner LEFT JOIN pg_class c ON c.oid = y.typrelid
      WHERE n.nspname = me AND o.rolname = current_user AND (y.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
      ORDER BY 1);
    IF cardinality(changes) > 0 THEN
      EXECUTE format('GRANT %I TO %I', me, current_user);
      FOREACH change IN ARRAY changes LOOP
        EXECUTE change;
      END LOOP;
      EXECUTE format('REVOKE %I FROM %I', me, current_user);
    END IF;`

	// letRead gives the reader what is in the service's schema, and by the service's
	// default privileges what it will make there, but no more than SELECT. Everybody may
	// call a new routine, and one with the rights of the service may write. Only members of
	// the service's role may set these; for the membership see makeSchema. What PUBLIC
	// has is the reader's alone, since nobody else may use the schema.
	// https://www.postgresql.org/docs/15/sql-alterdefaultprivileges.html
	letRead = `
    EXECUTE format('GRANT %I TO %I', me, current_user);
    FOREACH change IN ARRAY ARRAY['TABLES', 'SEQUENCES'] LOOP
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON %s FROM PUBLIC, %I', me, change, reader);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I REVOKE ALL ON %s FROM PUBLIC, %I', me, me, change, reader);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT ON %s TO %I', me, me, change, reader);
    END LOOP;
    FOR item IN
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
      WHERE n.nspname = me AND o.rolname = me AND ` + notOnlyReadable + `
    LOOP
      EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, %I CASCADE', me, item.relname, reader);
      EXECUTE format('GRANT SELECT ON %I.%I TO %I', me, item.relname, reader);
    END LOOP;
    FOR item IN
      SELECT CAST(p.oid AS regprocedure) AS routine ` + lendsRights + `
    LOOP
      EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC, %I CASCADE', item.routine, reader);
    END LOOP;
    EXECUTE format('REVOKE %I FROM %I', me, current_user);`

	// lendsRights finds the routines p that would do for the reader what the service may.
	lendsRights = `FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
      WHERE n.nspname = me AND o.rolname = me AND p.prosecdef AND has_function_privilege(reader, p.oid, 'EXECUTE')`

	// notOnlyReadable is about a relation c that the reader cannot read or could change.
	notOnlyReadable = `CASE c.relkind
        WHEN 'S' THEN NOT has_sequence_privilege(reader, c.oid, 'SELECT') OR has_sequence_privilege(reader, c.oid, 'USAGE, UPDATE, SELECT WITH GRANT OPTION')
        ELSE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (NOT has_table_privilege(reader, c.oid, 'SELECT')
          OR has_table_privilege(reader, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, SELECT WITH GRANT OPTION')
          OR has_any_column_privilege(reader, c.oid, 'INSERT, UPDATE, REFERENCES, SELECT WITH GRANT OPTION'))
      END`

	// resetSettings removes parameters of the role, which may set another schema or make a
	// service read-only.
	resetSettings = `
    EXECUTE format('ALTER ROLE %I RESET ALL', me);
    EXECUTE format('ALTER ROLE %I IN DATABASE "<database>" RESET ALL', me);`

	useSchema = `
    EXECUTE format('ALTER ROLE %I IN DATABASE "<database>" SET search_path = %I, public', me, me);`

	// onlyRead is against accidents, such as a call of a function that writes: the reader
	// can switch it off, and still write nothing.
	onlyRead = `
  ALTER ROLE "<reader>" IN DATABASE "<database>" SET default_transaction_read_only = on;`

	// allowLogin comes after all grants. A member of the role would become a member of
	// rds_iam, and the administrator could be one.
	allowLogin = `
    IF EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid WHERE r.rolname = me) THEN
      RAISE EXCEPTION 'role % has a member, which would become one of rds_iam', me;
    END IF;
    EXECUTE format('GRANT rds_iam TO %I', me);`
)
