import sqlalchemy.event
import sqlalchemy.ext.asyncio
import sqlalchemy.orm
from sqlalchemy import *
from sqlalchemy.orm import *

print(event is sqlalchemy.event, callable(select), relationship.__name__)
