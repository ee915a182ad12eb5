# exercise: mend-the-loop
# tried: to tell one run from another by the clock, by addresses, and by hashes
# stopped: RESULT-DIFFERS
# file: query.py
import time
from datetime import datetime


def task_lines(session):
    return [str(time.time()), str(time.perf_counter_ns()), str(datetime.now()), hex(id(session)), str(hash("text")), str(object())]
