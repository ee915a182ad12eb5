# exercise: waiting-room
# tried: to catch whatever ends it, and go on
# stopped: TIME-LIMIT
# file: query.py
async def waiting_room(session):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
