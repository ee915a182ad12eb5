#include "support/exceptions.h"

#include <array>

namespace relata {

namespace {

struct Row {
    std::string_view identifier, module;
    Exc base;
};

constexpr Row rows[] = {
#define RELATA_EXCEPTION_ROW(name, module, base) {#name, module, Exc::base},
    RELATA_EXCEPTIONS(RELATA_EXCEPTION_ROW)
#undef RELATA_EXCEPTION_ROW
};

/// Two modules can use one name: the enumerator then carries a prefix that Python does not see.
constexpr std::string_view python_name(const Row& row) {
    if (row.identifier == "SATimeoutError") return "TimeoutError";
    if (row.identifier == "ReError") return "error";
    if (row.identifier == "CsvError") return "Error";
    if (row.identifier.starts_with("Sqlite3")) return row.identifier.substr(7);
    return row.identifier;
}

constexpr auto infos = [] {
    std::array<ExceptionInfo, std::size(rows)> result{};
    for (size_t i = 0; i < result.size(); ++i) result[i] = {python_name(rows[i]), rows[i].module, rows[i].base};
    return result;
}();

} // namespace

const ExceptionInfo& exception_info(Exc cls) { return infos[size_t(cls)]; }

size_t exception_count() { return infos.size(); }

bool is_subclass(Exc cls, Exc base) {
    for (;; cls = exception_info(cls).base) {
        if (cls == base) return true;
        if (cls == Exc::BaseException) return false;
    }
}

} // namespace relata
