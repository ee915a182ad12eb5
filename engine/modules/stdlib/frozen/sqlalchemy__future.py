"""sqlalchemy.future: what version 1.4 had under this name."""
from sqlalchemy import Connection, Engine, create_engine, select
