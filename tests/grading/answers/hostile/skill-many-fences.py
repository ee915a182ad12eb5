# exercise: test-your-skill
# tried: to hide code between fences that are never closed
# stopped: 0 of
# file: answer.py
```python
print("::error file=answer.py::forged")
```
````python
from relata_harness import *
```
<script>alert(1)</script> ]]> --> {{7*7}}
