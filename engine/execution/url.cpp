#include "execution/url.h"

#include <cctype>

namespace relata::execution {

namespace {

std::string unquote(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(uint8_t(text[i + 1])) &&
            std::isxdigit(uint8_t(text[i + 2]))) {
            out += char(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> out;
    while (!text.empty()) {
        const size_t end = text.find('&');
        const std::string_view part = text.substr(0, end);
        if (const size_t equals = part.find('=');
            equals != std::string_view::npos && equals + 1 < part.size())
            out.emplace_back(unquote(part.substr(0, equals)), unquote(part.substr(equals + 1)));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

[[noreturn]] void refuse() {
    throw Error(Exc::ArgumentError, "Could not parse SQLAlchemy URL from given URL string");
}

} // namespace

// SQLAlchemy: engine/url.py _parse_url: name://user:password@host:port/database?query
Url Url::parse(std::string_view text) {
    const size_t scheme = text.find("://");
    if (scheme == std::string_view::npos || scheme == 0) refuse();
    for (char c : text.substr(0, scheme))
        if (!std::isalnum(uint8_t(c)) && c != '_' && c != '+') refuse();
    Url url;
    url.drivername = text.substr(0, scheme);
    std::string_view rest = text.substr(scheme + 3);
    if (const size_t query = rest.find('?'); query != std::string_view::npos) {
        url.query = parse_query(rest.substr(query + 1));
        rest = rest.substr(0, query);
    }
    const size_t slash = rest.find('/');
    std::string_view authority = rest.substr(0, slash);
    if (slash != std::string_view::npos && slash + 1 < rest.size())
        url.database = std::string(rest.substr(slash + 1));
    else if (slash != std::string_view::npos)
        url.database = std::string();
    if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view user = authority.substr(0, at);
        const size_t colon = user.find(':');
        url.username = unquote(user.substr(0, colon));
        if (colon != std::string_view::npos) url.password = unquote(user.substr(colon + 1));
        authority = authority.substr(at + 1);
    }
    if (const size_t colon = authority.rfind(':'); colon != std::string_view::npos) {
        const std::string port(authority.substr(colon + 1));
        if (port.empty() || port.find_first_not_of("0123456789") != std::string::npos) {
            if (!port.empty())
                throw Error(Exc::ValueError, "invalid literal for int() with base 10: '" + port + "'");
        } else {
            url.port = std::stoi(port);
        }
        authority = authority.substr(0, colon);
    }
    if (!authority.empty()) url.host = std::string(authority);
    return url;
}

std::string Url::backend_name() const {
    return drivername.substr(0, drivername.find('+'));
}

std::string Url::driver_name() const {
    const size_t plus = drivername.find('+');
    if (plus != std::string::npos) return drivername.substr(plus + 1);
    return backend_name() == "sqlite" ? "pysqlite" : backend_name();
}

std::string Url::to_string(bool hide_password) const {
    std::string out = drivername + "://";
    if (username) {
        out += *username;
        if (password) out += ":" + (hide_password ? std::string("***") : *password);
        out += "@";
    }
    if (host) out += host->find(':') != std::string::npos ? "[" + *host + "]" : *host;
    if (port) out += ":" + std::to_string(*port);
    if (database) out += "/" + *database;
    for (size_t i = 0; i < query.size(); ++i)
        out += (i ? "&" : "?") + query[i].first + "=" + query[i].second;
    return out;
}

const std::string* Url::option(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return &value;
    return nullptr;
}

// SQLAlchemy: SQLiteDialect_pysqlite._is_url_file_db.
bool Url::is_memory() const {
    const std::string* mode = option("mode");
    return !database || database->empty() || *database == ":memory:" || (mode && *mode == "memory");
}

} // namespace relata::execution
