"""pydantic.dataclasses: dataclasses whose arguments are validated."""
from dataclasses import is_dataclass

from _pydantic_calls import dataclass
from pydantic import Field
