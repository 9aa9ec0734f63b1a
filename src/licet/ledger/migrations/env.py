"""Alembic's entry: it runs on the connection that `licet.ledger.opening` hands over."""

from __future__ import annotations

from alembic import context

from licet.ledger.opening import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
