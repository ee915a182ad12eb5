# exercise: bills
# tried: to write a file with VACUUM INTO
# stopped: RAISED
# file: query.py
def bills(session):
    session.connection().exec_driver_sql("VACUUM INTO '/tmp/relata-was-here.db'")
    return []
