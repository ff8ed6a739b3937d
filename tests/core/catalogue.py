"""Everything that a PostgreSQL database is made of, as text, to compare two of them.

Left out on purpose: the order of columns (a revision can only add at the end), physical numbers
(oids, file names, statistics), and Alembic's own table.
"""

from collections.abc import Mapping

import psycopg

_OURS = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"
_ALEMBIC = "c.relname not like 'alembic\\_version%'"

_PARTS: Mapping[str, str] = {
    "schemas": f"""
        select n.nspname, n.nspowner::regrole, n.nspacl::text from pg_namespace n where {_OURS}""",
    "extensions": "select extname, extversion from pg_extension",
    "relations": f"""
        select n.nspname, c.relname, c.relkind::text, c.relpersistence::text, c.relrowsecurity,
            c.relforcerowsecurity, c.relreplident::text, c.relowner::regrole, c.relacl::text,
            c.reloptions::text, c.relispartition, pg_get_expr(c.relpartbound, c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {_OURS} and {_ALEMBIC}""",
    "columns": f"""
        select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
            co.collname, a.attstorage::text, a.attcompression::text, a.attacl::text
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation co on co.oid = a.attcollation
        where {_OURS} and {_ALEMBIC} and a.attnum > 0 and not a.attisdropped
          and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')""",
    "constraints": f"""
        select n.nspname, c.relname, t.typname, o.conname, o.contype::text, o.convalidated,
            pg_get_constraintdef(o.oid)
        from pg_constraint o join pg_namespace n on n.oid = o.connamespace
        left join pg_class c on c.oid = o.conrelid left join pg_type t on t.oid = o.contypid
        where {_OURS} and (c.oid is null or {_ALEMBIC})""",
    "indexes": f"""
        select n.nspname, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered
        from pg_index i join pg_class c on c.oid = i.indexrelid
        join pg_namespace n on n.oid = c.relnamespace where {_OURS} and {_ALEMBIC}""",
    "functions": f"""
        select n.nspname, pg_get_function_identity_arguments(p.oid), p.proowner::regrole,
            p.proacl::text,
            case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) else p.proname end
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {_OURS}""",
    "triggers": f"""
        select n.nspname, pg_get_triggerdef(t.oid), t.tgenabled::text
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_namespace n on n.oid = c.relnamespace where {_OURS} and not t.tgisinternal""",
    "rules and views": f"""
        select n.nspname, c.relname, pg_get_ruledef(r.oid) from pg_rewrite r
        join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
        where {_OURS}""",
    "policies": "select p.*::text from pg_policies p",
    "sequences": """
        select schemaname, sequencename, data_type, start_value, min_value, max_value,
            increment_by, cycle, cache_size from pg_sequences""",
    "types": f"""
        select n.nspname, t.typname, t.typtype::text, format_type(t.typbasetype, t.typtypmod),
            t.typnotnull, t.typdefault, (
                select string_agg(e.enumlabel, ',' order by e.enumsortorder)
                from pg_enum e where e.enumtypid = t.oid)
        from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where {_OURS} and t.typtype in ('e', 'd', 'r', 'c') and not exists (
            select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')""",
    "comments": """
        select pg_describe_object(classoid, objoid, objsubid), description from pg_description
        where objoid >= 16384""",
    "default rights": "select defaclrole::regrole, defaclobjtype::text, defaclacl::text"
    " from pg_default_acl",
    "event triggers": "select evtname, evtevent, evtfoid::regproc from pg_event_trigger",
    "statistics": """
        select pg_get_statisticsobjdef(oid) from pg_statistic_ext""",
    "publications": "select pubname, puballtables from pg_publication",
}


def catalogue(url: str) -> dict[str, list[str]]:
    """What a database is made of: lines by part, in a fixed order."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("set search_path = ''")  # so that every name is written in full
        return {
            part: sorted(" | ".join(map(str, row)) for row in connection.execute(sql.encode()))
            for part, sql in _PARTS.items()
        }


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    """What only one of two databases has: ``-`` for the first, ``+`` for the second."""
    lines: list[str] = []
    for part in _PARTS:
        lines += [f"- {part}: {line}" for line in one[part] if line not in other[part]]
        lines += [f"+ {part}: {line}" for line in other[part] if line not in one[part]]
        if len(one[part]) != len(other[part]) and not lines:
            lines.append(f"? {part}: {len(one[part])} and {len(other[part])}")
    return lines
