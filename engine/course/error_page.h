// ErrorPage: one page of resources/errors/: what an error means, a program that ends in it, why, and one that
// is right. Who calls it: `relata run` beneath a traceback, `relata show error`, the desk's output pane.
#pragma once

#include "support/diagnostic.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relata::course {

/// What an error must look like for a page to be about it.
struct ErrorMatch {
    std::string
        type; ///< "sqlalchemy.exc.MissingGreenlet", as the run record names it; a builtin has no module
    std::string message; ///< stands somewhere in the message; `*` stands for anything
    bool fits(std::string_view error_type, std::string_view error_message) const;
};

struct ErrorPage {
    std::string code; ///< the file's name without .md
    std::string title;
    std::vector<ErrorMatch> matches;
    std::string summary; ///< the first paragraph: what it means and what to do
    std::string text;    ///< Markdown below the front matter, the summary included
    using Program = std::map<std::string, std::string>; ///< file name -> source; main.py is the program
    Program wrong, fixed;
    /// Whether errors of this class are explained, named as "MissingGreenlet" or "sqlalchemy.exc.MissingGreenlet".
    bool is_about(std::string_view error_class) const;
};

struct LoadedErrorPages {
    std::vector<ErrorPage> pages; ///< sorted by code
    std::vector<Diagnostic> problems;
    /// The page about this error: of several that fit, the one whose pattern says most. Null where there is
    /// none.
    const ErrorPage* find(std::string_view type, std::string_view message) const;
    const ErrorPage* find(std::string_view code) const;
};

/// Every page NAME.md below `folder`; none where there is no such folder.
LoadedErrorPages load_error_pages(const std::filesystem::path& folder);

/// The folder of the pages that belong to this installation.
std::filesystem::path error_pages_folder();

} // namespace relata::course
