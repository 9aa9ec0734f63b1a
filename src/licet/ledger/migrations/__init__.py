"""How an earlier ledger becomes one of today: Alembic revisions, one file each, only forward."""
