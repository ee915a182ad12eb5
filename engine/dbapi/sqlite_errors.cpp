#include "dbapi/sqlite_errors.h"

#include <sqlite3.h>

namespace relata::dbapi {

Exc sqlite_exception_class(int code) {
    switch (code) {
    case SQLITE_INTERNAL:
    case SQLITE_NOTFOUND:
        return Exc::Sqlite3InternalError;
    case SQLITE_ERROR:
    case SQLITE_PERM:
    case SQLITE_ABORT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_EMPTY:
    case SQLITE_SCHEMA:
        return Exc::Sqlite3OperationalError;
    case SQLITE_TOOBIG:
        return Exc::Sqlite3DataError;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return Exc::Sqlite3IntegrityError;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        return Exc::Sqlite3InterfaceError;
    default:
        return Exc::Sqlite3DatabaseError;
    }
}

const char* sqlite_error_name(int extended_code) {
    switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
        return "SQLITE_CONSTRAINT_UNIQUE";
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return "SQLITE_CONSTRAINT_PRIMARYKEY";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return "SQLITE_CONSTRAINT_FOREIGNKEY";
    case SQLITE_CONSTRAINT_NOTNULL:
        return "SQLITE_CONSTRAINT_NOTNULL";
    case SQLITE_CONSTRAINT_CHECK:
        return "SQLITE_CONSTRAINT_CHECK";
    case SQLITE_CONSTRAINT_ROWID:
        return "SQLITE_CONSTRAINT_ROWID";
    case SQLITE_CONSTRAINT_TRIGGER:
        return "SQLITE_CONSTRAINT_TRIGGER";
    case SQLITE_CONSTRAINT_DATATYPE:
        return "SQLITE_CONSTRAINT_DATATYPE";
    case SQLITE_CONSTRAINT:
        return "SQLITE_CONSTRAINT";
    case SQLITE_BUSY:
        return "SQLITE_BUSY";
    case SQLITE_LOCKED:
        return "SQLITE_LOCKED";
    case SQLITE_AUTH:
        return "SQLITE_AUTH";
    case SQLITE_FULL:
        return "SQLITE_FULL";
    case SQLITE_INTERRUPT:
        return "SQLITE_INTERRUPT";
    case SQLITE_MISMATCH:
        return "SQLITE_MISMATCH";
    case SQLITE_READONLY:
        return "SQLITE_READONLY";
    case SQLITE_TOOBIG:
        return "SQLITE_TOOBIG";
    case SQLITE_CANTOPEN:
        return "SQLITE_CANTOPEN";
    case SQLITE_RANGE:
        return "SQLITE_RANGE";
    default:
        return "SQLITE_ERROR";
    }
}

} // namespace relata::dbapi
