// Program: what is run; Outcome: how it ended.
#pragma once

#include "support/run_stopped.h"
#include "support/value.h"

#include <optional>
#include <string>
#include <vector>

namespace relata::python {

/// One Python source file.
struct SourceFile {
    std::string
        path; ///< below the program's folder, with slashes: "main.py", "app/models.py", "app/__init__.py"
    std::string text; ///< UTF-8
};

/// One file, or a folder of modules that import one another. The entry runs as `__main__`.
struct Program {
    std::vector<SourceFile> files;
    std::string entry;  ///< path of the file that runs
    std::string folder; ///< put before each path in tracebacks and in `__file__`; may be empty

    const SourceFile* find(const std::string& path) const;
    /// The file's name as tracebacks show it.
    std::string display_path(const std::string& path) const;
};

/// A place in the program's text, of an uncaught error or a warning.
struct SourceLine {
    std::string file; ///< as the traceback shows it; empty where unknown
    int line = 0;     ///< 1-based; 0 where unknown
};

/// How a program ended.
struct Outcome {
    Value exception; ///< the uncaught exception object; unset where there is none (SystemExit is none)
    std::string
        type; ///< qualified as a traceback shows it: "ZeroDivisionError", "sqlalchemy.exc.MissingGreenlet"
    std::string message;   ///< str(exception)
    SourceLine where;      ///< innermost line of the program, of the exception or where it was stopped
    std::string traceback; ///< as CPython writes it to stderr; empty where nothing was uncaught
    int exit_code = 0;
    std::optional<RunStopped::Reason> stopped; ///< a budget was spent, or somebody pressed Stop
};

/// One `warnings.warn`, whether or not a filter showed it.
struct WarningRecord {
    std::string category; ///< name of the class: "SAWarning"
    std::string message;
    SourceLine where;
};

} // namespace relata::python
