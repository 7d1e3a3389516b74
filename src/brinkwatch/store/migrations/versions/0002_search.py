"""Full-text search over reports, claims and actors; who has a part in which claim."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXED = {"reports": ("title", "text", "source"), "claims": ("words",), "actors": ("words",)}
PAGE = 500


def upgrade() -> None:
    op.add_column("claims", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.create_table("actors",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False, server_default=""),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_actors"),
        sa.UniqueConstraint("name", "country", name="uq_actors_name_country"),
        sqlite_autoincrement=True
    )
    op.create_table("actor_claims",
        sa.Column("actor", SEQ, nullable=False),
        sa.Column("claim", SEQ, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("office", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor"], ["actors.seq"],
            name="fk_actor_claims_actor", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"],
            name="fk_actor_claims_claim", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("actor", "claim", "role", name="pk_actor_claims")
    )
    op.create_index("ix_actor_claims_claim", "actor_claims", ["claim"], unique=False)
    _fill(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in INDEXED.items():
            for statement in _index(table, columns):
                op.execute(statement)
            op.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    elif op.get_bind().dialect.name == "postgresql":
        for statement in _tsvector():
            op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in INDEXED:
            for trigger in ("ai", "ad", "au"):
                op.execute(f"DROP TRIGGER {table}_fts_{trigger}")
            op.execute(f"DROP TABLE {table}_fts")
    elif op.get_bind().dialect.name == "postgresql":
        for table in INDEXED:
            op.drop_column(table, "search")
        op.execute("DROP FUNCTION brinkwatch_folded(text)")
        op.execute("DROP TEXT SEARCH CONFIGURATION brinkwatch")
        op.execute("DROP TEXT SEARCH DICTIONARY brinkwatch_stem")
    op.drop_index("ix_actor_claims_claim", table_name="actor_claims")
    op.drop_table("actor_claims")
    op.drop_table("actors")
    op.drop_column("claims", "words")


def _index(table, columns):
    names = ", ".join(columns)
    yield (f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}', "
           "content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2')")
    old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
    gone = (f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) "
            f"VALUES ('delete', old.seq, {old});")
    come = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.seq, {new});"
    yield f"CREATE TRIGGER {table}_fts_ai AFTER INSERT ON {table} BEGIN {come} END"
    yield f"CREATE TRIGGER {table}_fts_ad AFTER DELETE ON {table} BEGIN {gone} END"
    yield (f"CREATE TRIGGER {table}_fts_au AFTER UPDATE OF seq, {names} ON {table} "
           f"BEGIN {gone} {come} END")


def _tsvector():
    yield ("CREATE TEXT SEARCH DICTIONARY brinkwatch_stem "
           "(TEMPLATE = snowball, Language = english)")
    yield "CREATE TEXT SEARCH CONFIGURATION brinkwatch (PARSER = default)"
    yield ("ALTER TEXT SEARCH CONFIGURATION brinkwatch ADD MAPPING FOR asciiword, word, numword, "
           "int, uint, float, sfloat, version, host, email, url, url_path, file, hword, "
           "asciihword, numhword, hword_part, hword_asciipart, hword_numpart "
           "WITH brinkwatch_stem")
    yield ("CREATE FUNCTION brinkwatch_folded(given text) RETURNS text LANGUAGE sql "
           "IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT regexp_replace(normalize("
           'regexp_replace(normalize(lower(left(given, 240000) COLLATE "und-x-icu"), NFD), '
           r"'[\u0300-\u036f]+', '', 'g'), NFC), "
           r"'[[:space:][:punct:][:cntrl:]$+<=>^`|~\u00a0-\u00bf\u00d7\u00f7\u2000-\u2bff"
           r"\u3000-\u3004]+', ' ', 'g') $$")
    for table, columns in INDEXED.items():
        made = " || ".join(
            f"setweight(to_tsvector('brinkwatch', brinkwatch_folded(coalesce({column}, ''))), "
            f"'{weight}')" for column, weight in zip(columns, "ABCD", strict=False))
        yield f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({made}) STORED"
        yield f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)"


def _fill(connection):
    """Find the words and the actors of the claims that are there already."""
    actors: dict[tuple[str, str], dict[str, Any]] = {}
    last = -1
    while True:
        page = connection.execute(
            sa.text("SELECT seq, body FROM claims WHERE seq > :last ORDER BY seq LIMIT :page"),
            {"last": last, "page": PAGE}).all()
        for seq, body in page:
            claim = json.loads(body)
            parties = list(_parties(claim))
            connection.execute(sa.text("UPDATE claims SET words = :words WHERE seq = :seq"),
                               {"words": _words(claim, parties), "seq": seq})
            for role, actor in parties:
                key = (actor["name"], actor.get("country") or "")
                known = actors.setdefault(key, {"person": None, "offices": {}, "links": []})
                known["person"] = known["person"] or actor.get("person")
                if actor.get("office"):
                    known["offices"][actor["office"]] = None
                known["links"].append((seq, role, actor.get("office")))
        if len(page) < PAGE:
            break
        last = page[-1].seq
    for (name, country), known in actors.items():
        words = "\n".join(dict.fromkeys(filter(None, (name, known["person"], *known["offices"]))))
        seq = connection.execute(
            sa.text("INSERT INTO actors (name, country, person, words) "
                    "VALUES (:name, :country, :person, :words) RETURNING seq"),
            {"name": name, "country": country, "person": known["person"], "words": words}).scalar()
        links = {(claim, role): office for claim, role, office in known["links"]}
        connection.execute(
            sa.text("INSERT INTO actor_claims (actor, claim, role, office) "
                    "VALUES (:actor, :claim, :role, :office)"),
            [{"actor": seq, "claim": claim, "role": role, "office": office}
             for (claim, role), office in links.items()])


def _parties(claim):
    if claim.get("speaker"):
        yield "speaker", claim["speaker"]
    for role, key in (("addressee", "addressees"), ("actor", "actors"),
                      ("recipient", "recipients"), ("source", "attribution")):
        for actor in claim.get(key) or ():
            yield role, actor


def _words(claim, parties):
    names = [actor["name"] for _, actor in parties]
    names += [place["name"] for place in claim.get("places") or ()]
    weapon = claim.get("weapon") or {}
    names += [weapon.get("system"), weapon.get("kind"), claim.get("indicator")]
    written = [evidence["text"] for evidence in claim.get("evidence") or ()]
    names.append(claim.get("quote"))
    extra = (n for n in dict.fromkeys(names) if n and not any(n in text for text in written))
    return "\n".join([*written, *extra])
