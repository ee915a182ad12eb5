# exercise: bills
# tried: to fill the memory with one text
# stopped: memory
# file: query.py
def bills(session):
    return ["a".zfill(10**11), f"{1:>99999999999}", "%99999999999d" % 1, "x" * 10**12, b"".ljust(10**11), "ab".replace("", "c" * 10**9)]
