from .project import Project
from .task import Task
from .worker import Worker

__all__ = ["Project", "Task", "Worker"]
