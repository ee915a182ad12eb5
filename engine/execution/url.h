// Url: "sqlite+aiosqlite:///file.db?timeout=5". SQLAlchemy: engine/url.py.
#pragma once

#include "support/exceptions.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relata::execution {

struct Url {
    std::string drivername; ///< "sqlite+aiosqlite"
    std::optional<std::string> username, password, host;
    std::optional<int> port;
    std::optional<std::string> database;
    std::vector<std::pair<std::string, std::string>> query;

    /// Raises ArgumentError where `text` is no URL.
    static Url parse(std::string_view text);
    std::string backend_name() const; ///< "sqlite"
    std::string driver_name() const;  ///< "pysqlite", "aiosqlite"; what the URL says for other backends
    std::string to_string(bool hide_password = true) const;
    const std::string* option(std::string_view name) const;
    bool is_memory() const;
};

} // namespace relata::execution
