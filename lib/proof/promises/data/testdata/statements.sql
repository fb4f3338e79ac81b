-- statement create-roles

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services || reader LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = me) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', me);
    END IF;
  END LOOP;
END
$do$

-- statement limit-roles

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services || reader LOOP
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = me AND (rolsuper OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION 'role % is a superuser, replicates or passes row security, which only a superuser can undo', me;
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT -1 VALID UNTIL ''infinity'' PASSWORD NULL', me);
  END LOOP;
END
$do$

-- statement leave-other-roles

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services || reader LOOP
    FOR item IN
      SELECT r.rolname AS granted, m.rolname AS holder
      FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
      WHERE (m.rolname = me AND r.rolname <> 'rds_iam') OR r.rolname = me
    LOOP
      EXECUTE format('REVOKE %I FROM %I', item.granted, item.holder);
    END LOOP;
    IF pg_has_role(me, 'rds_iam', 'MEMBER WITH ADMIN OPTION') THEN
      EXECUTE format('REVOKE ADMIN OPTION FOR rds_iam FROM %I', me);
    END IF;
  END LOOP;
END
$do$

-- statement limit-database

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
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
  REVOKE ALL ON DATABASE "<database>" FROM PUBLIC CASCADE;
  FOREACH me IN ARRAY services LOOP
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE "<database>" TO %I', me);
  END LOOP;
  GRANT CONNECT ON DATABASE "<database>" TO "<reader>";
END
$do$

-- statement close-public-schema

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  END IF;
END
$do$

-- statement make-schemas

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services LOOP
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
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', me, reader);
  END LOOP;
END
$do$

-- statement hand-over-objects

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services LOOP
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
    END IF;
  END LOOP;
END
$do$

-- statement let-people-read

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services LOOP
    EXECUTE format('GRANT %I TO %I', me, current_user);
    FOREACH change IN ARRAY ARRAY['TABLES', 'SEQUENCES'] LOOP
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON %s FROM PUBLIC, %I', me, change, reader);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I REVOKE ALL ON %s FROM PUBLIC, %I', me, me, change, reader);
      EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT ON %s TO %I', me, me, change, reader);
    END LOOP;
    FOR item IN
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles o ON o.oid = c.relowner
      WHERE n.nspname = me AND o.rolname = me AND CASE c.relkind
        WHEN 'S' THEN NOT has_sequence_privilege(reader, c.oid, 'SELECT') OR has_sequence_privilege(reader, c.oid, 'USAGE, UPDATE, SELECT WITH GRANT OPTION')
        ELSE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (NOT has_table_privilege(reader, c.oid, 'SELECT')
          OR has_table_privilege(reader, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, SELECT WITH GRANT OPTION')
          OR has_any_column_privilege(reader, c.oid, 'INSERT, UPDATE, REFERENCES, SELECT WITH GRANT OPTION'))
      END
    LOOP
      EXECUTE format('REVOKE ALL ON %I.%I FROM PUBLIC, %I CASCADE', me, item.relname, reader);
      EXECUTE format('GRANT SELECT ON %I.%I TO %I', me, item.relname, reader);
    END LOOP;
    FOR item IN
      SELECT CAST(p.oid AS regprocedure) AS routine FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
      WHERE n.nspname = me AND o.rolname = me AND p.prosecdef AND has_function_privilege(reader, p.oid, 'EXECUTE')
    LOOP
      EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC, %I CASCADE', item.routine, reader);
    END LOOP;
    EXECUTE format('REVOKE %I FROM %I', me, current_user);
  END LOOP;
END
$do$

-- statement reset-settings

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services || reader LOOP
    EXECUTE format('ALTER ROLE %I RESET ALL', me);
    EXECUTE format('ALTER ROLE %I IN DATABASE "<database>" RESET ALL', me);
  END LOOP;
  FOREACH me IN ARRAY services LOOP
    EXECUTE format('ALTER ROLE %I IN DATABASE "<database>" SET search_path = %I, public', me, me);
  END LOOP;
  ALTER ROLE "<reader>" IN DATABASE "<database>" SET default_transaction_read_only = on;
END
$do$

-- statement allow-iam-login

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  FOREACH me IN ARRAY services || reader LOOP
    IF EXISTS (SELECT FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid WHERE r.rolname = me) THEN
      RAISE EXCEPTION 'role % has a member, which would become one of rds_iam', me;
    END IF;
    EXECUTE format('GRANT rds_iam TO %I', me);
  END LOOP;
END
$do$

-- statement verify

DO $do$
DECLARE
  services text[] = CAST(ARRAY[<services>] AS text[]);
  reader text = '<reader>';
  me text;
  owner text;
  change text;
  changes text[];
  item record;
BEGIN
  PERFORM set_config('lock_timeout', '10s', true);
  IF pg_has_role('<administrator>', 'rds_iam', 'MEMBER') THEN
    RAISE EXCEPTION 'role <administrator> must not be a member of rds_iam';
  END IF;
  IF EXISTS (SELECT FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
               LEFT JOIN pg_roles g ON g.oid = a.grantee
             WHERE d.datname = '<database>' AND a.grantee <> d.datdba AND (g.rolname IS NULL
               OR g.rolname <> ALL (services || reader) AND NOT starts_with(g.rolname, 'rds'))) THEN
    RAISE EXCEPTION 'somebody else has a privilege on database <database>';
  END IF;
  FOREACH me IN ARRAY services || reader LOOP
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
    END IF;
  END LOOP;
  FOREACH me IN ARRAY services LOOP
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
      WHERE n.nspname = me AND CASE c.relkind
        WHEN 'S' THEN NOT has_sequence_privilege(reader, c.oid, 'SELECT') OR has_sequence_privilege(reader, c.oid, 'USAGE, UPDATE, SELECT WITH GRANT OPTION')
        ELSE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (NOT has_table_privilege(reader, c.oid, 'SELECT')
          OR has_table_privilege(reader, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, SELECT WITH GRANT OPTION')
          OR has_any_column_privilege(reader, c.oid, 'INSERT, UPDATE, REFERENCES, SELECT WITH GRANT OPTION'))
      END);
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'role % must be able to read, and not to change, what is in schema %; grant or revoke on %', reader, me, left(change, 200);
    END IF;
    change = (SELECT string_agg(CAST(CAST(p.oid AS regprocedure) AS text), ', ') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner
      WHERE n.nspname = me AND o.rolname = me AND p.prosecdef AND has_function_privilege(reader, p.oid, 'EXECUTE'));
    IF change IS NOT NULL THEN
      RAISE EXCEPTION 'role % must not run anything with the rights of role %; revoke EXECUTE on %', reader, me, left(change, 200);
    END IF;
  END LOOP;
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
  END IF;
END
$do$

