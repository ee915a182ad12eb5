# exercise: bills
# tried: to point SQLite at another folder
# stopped: RAISED
# file: query.py
def bills(session):
    session.connection().exec_driver_sql("PRAGMA temp_store_directory = '/tmp'").all()
    return session.connection().exec_driver_sql("PRAGMA database_list").all()
