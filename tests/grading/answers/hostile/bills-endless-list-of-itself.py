# exercise: bills
# tried: to return an iterator that grows for ever
# stopped: LIMIT
# file: query.py
def bills(session):
    found = []

    def more():
        while True:
            found.append("x" * 100)
            yield found

    return more()
