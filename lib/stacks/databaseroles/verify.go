package databaseroles

const (
	// The verifications are needed because GRANT and REVOKE only warn when they change
	// nothing.
	verifyDatabase = `
  IF pg_has_role('<administrator>', 'rds_iam', 'MEMBER') THEN
    RAISE EXCEPTION 'role <administrator> must not be a member of rds_iam';
  END IF;
  IF EXISTS (SELECT FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
               LEFT JOIN pg_roles g ON g.oid = a.grantee
             WHERE d.datname = '<database>' AND a.grantee <> d.datdba AND (g.rolname IS NULL
               OR g.rolname <> ALL (services || reader) AND NOT starts_with(g.rolname, 'rds'))) THEN
    RAISE EXCEPTION 'somebody else has a privilege on database <database>';
  END IF;`

	verifyRole = `
    IF EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
               WHERE (m.rolname = me AND r.rolname <> 'rds_iam') OR r.rolname = me) THEN
      RAISE EXCEPTION 'role % has a membership or a member that it must not have', me;
    END IF;
    IF NOT pg_has_role(me, 'rds_iam', 'MEMBER') THEN
      RAISE EXCEPTION 'role % must be a member of rds_iam', me;
    END IF;
    IF NOT has_database_privilege(me, '<database>', 'CONNECT') OR has_database_privilege(me, '<database>', 'CREATE')
       OR has_database_privilege(me, '<database>', 'CONNECT WITH GRANT OPTION, TEMPORARY WITH GRANT OPTION') THEN
      RAISE EXCEPTION 'role % must be able to connect to database <database>, to let nobody in, and to make nothing in it', me;
    END IF;`

	verifyService = `
    IF NOT has_schema_privilege(me, me, 'USAGE') OR NOT has_schema_privilege(me, me, 'CREATE')
       OR EXISTS (SELECT FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
                  WHERE n.nspname = me AND a.grantee <> n.nspowner AND g.rolname IS DISTINCT FROM me
                    AND (g.rolname IS DISTINCT FROM reader OR a.privilege_type <> 'USAGE' OR a.is_grantable))
       OR NOT has_schema_privilege(reader, me, 'USAGE') THEN
      RAISE EXCEPTION 'schema % must be open to its own role, to % for reading, and to nobody else', me, reader;
    END IF;
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') AND has_schema_privilege(me, 'public', 'CREATE') THEN
      RAISE EXCEPTION 'role % can make tables in schema public', me;
    END IF;
    change = (
      SELECT string_agg(format('%s of %s', i.identity, o.rolname), ', ' ORDER BY i.identity)
      FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid JOIN pg_roles o ON o.oid = d.refobjid
        CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
      WHERE b.datname = '<database>' AND d.refclassid = CAST('pg_authid' AS regclass) AND d.deptype = 'o'
        AND i.schema = me AND o.rolname <> me);
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'what is in schema % must be of its own role; give away %', me, left(change, 200);
    END IF;
    change = (
      SELECT string_agg(i.identity, ', ' ORDER BY i.identity)
      FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid JOIN pg_roles o ON o.oid = d.refobjid
        CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
      WHERE b.datname = '<database>' AND d.refclassid = CAST('pg_authid' AS regclass) AND d.deptype = 'o'
        AND i.schema = 'public' AND o.rolname = me);
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'role % must own nothing in schema public, but owns %; move it, as by ALTER TABLE ... SET SCHEMA %', me, left(change, 200), quote_ident(me);
    END IF;
    change = (
      SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = me AND ` + notOnlyReadable + `);
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'role % must be able to read, and not to change, what is in schema %; grant or revoke on %', reader, me, left(change, 200);
    END IF;
    change = (SELECT string_agg(CAST(CAST(p.oid AS regprocedure) AS text), ', ') ` + lendsRights + `);
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'role % must not run anything with the rights of role %; revoke EXECUTE on %', reader, me, left(change, 200);
    END IF;`

	// verifyReader looks outside the services' schemas only at what the reader has of its
	// own, since an extension may give everybody something.
	verifyReader = `
  IF has_database_privilege(reader, '<database>', 'TEMPORARY') THEN
    RAISE EXCEPTION 'role % must not be able to make temporary tables', reader;
  END IF;
  change = (
    SELECT string_agg(i.identity, ', ' ORDER BY i.identity)
    FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid JOIN pg_roles o ON o.oid = d.refobjid
      CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
    WHERE b.datname = '<database>' AND d.refclassid = CAST('pg_authid' AS regclass) AND d.deptype = 'o' AND o.rolname = reader
      AND d.classid NOT IN (CAST('pg_largeobject' AS regclass), CAST('pg_default_acl' AS regclass))); -- anybody may make these
  IF change IS NOT NULL THEN
    RAISE EXCEPTION 'role % must own nothing; give away %', reader, left(change, 200);
  END IF;
  change = (
    SELECT string_agg(g.name, ', ' ORDER BY g.name)
    FROM (SELECT CAST(CAST(c.oid AS regclass) AS text) AS name, a.grantee, a.privilege_type, 'SELECT' AS harmless
          FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
          UNION ALL SELECT nspname, a.grantee, a.privilege_type, 'USAGE' FROM pg_namespace CROSS JOIN LATERAL aclexplode(nspacl) a) g
      JOIN pg_roles o ON o.oid = g.grantee
    WHERE o.rolname = reader AND g.privilege_type <> g.harmless);
  IF change IS NOT NULL THEN
    RAISE EXCEPTION 'role % must change nothing; revoke what it was granted on %', reader, left(change, 200);
  END IF;`
)
