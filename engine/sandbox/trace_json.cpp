// The JSON of a run record.
#include "sandbox/run_record.h"

#include "support/str.h"

#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace relata::sandbox {

namespace {

/// Writes JSON text; commas and quotes are its business.
class JsonWriter {
  public:
    std::string out;
    /// What is no UTF-8 becomes U+FFFD, but for lone surrogates: they are written as Python's json writes them.
    void text(std::string_view s) {
        std::string replaced;
        for (size_t bad = find_invalid_utf8(s); bad != s.npos; bad = find_invalid_utf8(s)) {
            replaced.append(s.substr(0, bad)).append("\xef\xbf\xbd");
            s.remove_prefix(bad + 1);
        }
        if (!replaced.empty()) s = replaced.append(s);
        out += '"';
        for (size_t i = 0; i < s.size(); ++i) {
            const char c = s[i];
            if (c == '\xed' && uint8_t(s[i + 1]) >= 0xa0) {
                char escape[8];
                std::snprintf(escape, sizeof escape, "\\u%04x",
                              0xd000u | (uint8_t(s[i + 1]) & 63u) << 6 | (uint8_t(s[i + 2]) & 63u));
                out += escape;
                i += 2;
                continue;
            }
            switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (uint8_t(c) < 0x20) {
                    constexpr char hex[] = "0123456789abcdef";
                    out += "\\u00";
                    out += hex[uint8_t(c) >> 4];
                    out += hex[uint8_t(c) & 15];
                } else {
                    out += c;
                }
            }
        }
        out += '"';
    }
    void key(std::string_view name) {
        if (out.back() != '{') out += ", ";
        text(name);
        out += ": ";
    }
    void field(std::string_view name, std::string_view value) { key(name), text(value); }
    void field(std::string_view name, const char* value) { key(name), text(value); }
    void field(std::string_view name, bool value) { key(name), out += value ? "true" : "false"; }
    void field(std::string_view name, uint64_t value) { key(name), out += std::to_string(value); }
    void field(std::string_view name, int64_t value) { key(name), out += std::to_string(value); }
    void field(std::string_view name, int value) { key(name), out += std::to_string(value); }
    template <class List, class F>
    void list(std::string_view name, const List& items, F&& f) {
        key(name);
        out += '[';
        bool first = true;
        for (const auto& item : items) {
            out += first ? "\n  " : ",\n  ";
            first = false;
            f(item);
        }
        out += ']';
    }
    void datum(const Datum& d) {
        std::visit(
            [this](const auto& v) {
                using T = std::decay_t<decltype(v)>;
                if constexpr (std::is_same_v<T, std::nullptr_t>)
                    out += "null";
                else if constexpr (std::is_same_v<T, bool>)
                    out += v ? "true" : "false";
                else if constexpr (std::is_same_v<T, int64_t>)
                    out += std::to_string(v);
                else if constexpr (std::is_same_v<T, double>)
                    number(v);
                else if constexpr (std::is_same_v<T, std::string>)
                    text(v);
                else if constexpr (std::is_same_v<T, Datum::List>) {
                    out += '[';
                    for (size_t i = 0; i < v.size(); ++i)
                        out += i ? ", " : "", datum(v[i]);
                    out += ']';
                } else {
                    out += '{';
                    for (const auto& [name, value] : v)
                        key(name), datum(value);
                    out += '}';
                }
            },
            d.value);
    }

  private:
    void number(double v) {
        if (!std::isfinite(v)) return text(std::isnan(v) ? "nan" : v > 0 ? "inf" : "-inf");
        char buffer[40];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
        std::string_view digits(buffer, size_t(end - buffer));
        out += digits;
        if (digits.find_first_of(".e") == digits.npos) out += ".0";
    }
};

void write_statement(JsonWriter& w, const StatementRecord& s) {
    w.out += '{';
    w.field("sql", s.folded);
    if (s.id) {
        w.key("parameters");
        w.datum({Datum::List(s.parameters), false});
        w.field("line", s.span.line);
        if (s.executemany) w.field("executemany", true);
        w.field("file", s.span.file);
        w.field("why", s.why);
        w.field("rows", s.rows);
        if (!s.error.empty()) w.field("error", s.error);
        if (s.is_refused) w.field("refused", true);
    }
    w.field("connection", s.connection);
    if (s.session) w.field("session", s.session);
    w.out += '}';
}

} // namespace

std::string to_json(const Datum& datum) {
    JsonWriter w;
    w.datum(datum);
    return std::move(w.out);
}

std::string to_string(StopReason reason) {
    switch (reason) {
    case StopReason::none:
        return "";
    case StopReason::cancelled:
        return "the run was stopped";
    case StopReason::steps:
        return "the limit of steps is spent";
    case StopReason::memory:
        return "the limit of memory is spent";
    case StopReason::wall_time:
        return "the time limit is over";
    case StopReason::output:
        return "the limit of output is spent";
    case StopReason::statements:
        return "the limit of statements is spent";
    case StopReason::rows:
        return "the limit of rows is spent";
    case StopReason::waits_forever: return "the program waits for something that never comes";
    case StopReason::sql_work:
        return "the limit of work inside SQLite is spent";
    }
    return "";
}

std::vector<const StatementRecord*> RunRecord::queries(bool refused) const {
    std::vector<const StatementRecord*> out;
    for (const StatementRecord& s : statements)
        if ((refused || !s.is_refused) && (s.kind == StatementKind::select || s.kind == StatementKind::insert ||
                                           s.kind == StatementKind::update || s.kind == StatementKind::delete_))
            out.push_back(&s);
    return out;
}

namespace {

/// Addresses differ from run to run: "0x7f..." becomes "0x…". A short number in hexadecimal is none.
std::string without_addresses(const std::string& text) {
    constexpr size_t least_digits = 8;
    std::string result;
    for (size_t i = 0; i < text.size();) {
        size_t end = i + 2;
        if (text.compare(i, 2, "0x") == 0)
            while (end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end]))) ++end;
        if (end < i + 2 + least_digits) {
            result += text[i++];
            continue;
        }
        result += "0x\u2026";
        i = end;
    }
    return result;
}

} // namespace

std::string to_trace_json(const RunRecord& record) {
    JsonWriter w;
    w.out = "{";
    w.field("stdout", without_addresses(record.stdout_text));
    w.key("error");
    if (record.error) {
        w.out += '{';
        w.field("type", record.error->type);
        w.field("message", without_addresses(record.error->message));
        w.field("line", record.error->line);
        w.out += '}';
    } else {
        w.out += "null";
    }
    std::vector<const StatementRecord*> shown;
    for (const StatementRecord& s : record.statements)
        if (s.kind != StatementKind::pragma && s.cause != CauseKind::driver) shown.push_back(&s); // SQLAlchemy's events know of neither
    w.list("statements", shown, [&](const StatementRecord* s) { write_statement(w, *s); });
    w.list("warnings", record.warnings, [&](const WarningRecord& warning) {
        w.out += '{';
        w.field("category", warning.category);
        w.field("message", without_addresses(warning.message));
        w.out += '}';
    });
    w.field("stopped", to_string(record.stopped));
    if (!record.stopped_at.file.empty()) w.field("stopped_line", int64_t(record.stopped_at.line));
    w.list("relationship_reads", record.relationship_reads, [&](const RelationshipReadRecord& r) {
        static constexpr const char* how[] = {"loaded_now", "already_loaded", "identity_map", "no_key",
                                              "raised"};
        w.out += '{';
        w.field("relationship", r.relationship);
        w.field("how", how[size_t(r.how)]);
        w.field("line", r.span.line);
        w.field("count", r.count);
        w.out += '}';
    });
    w.list("eager_loads", record.eager_loads, [&](const EagerLoadRecord& e) {
        w.out += '{';
        w.field("relationship", e.relationship);
        w.field("strategy", e.strategy);
        w.field("objects", e.objects);
        w.field("read", e.read);
        w.field("line", e.span.line);
        w.out += '}';
    });
    w.list("sessions", record.sessions, [&](const SessionRecord& s) {
        w.out += '{';
        w.field("id", s.id);
        w.field("opened_line", s.opened.line);
        w.field("closed", s.is_closed);
        w.field("closed_line", s.closed.line);
        w.out += '}';
    });
    w.list("entities", record.entities, [&](const EntityRecord& e) {
        w.out += '{';
        w.field("name", e.name);
        w.field("table", e.table);
        w.list("relationships", e.relationships, [&](const RelationshipRecord& r) {
            w.out += '{';
            w.field("name", r.name);
            w.field("target", r.target);
            w.field("direction", r.direction);
            w.field("uselist", r.uselist);
            if (!r.secondary.empty()) w.field("secondary", r.secondary);
            w.list("pairs", r.pairs, [&](const ColumnPair& p) {
                w.out += '[';
                w.text(p.local);
                w.out += ", ";
                w.text(p.remote);
                w.out += ']';
            });
            w.out += '}';
        });
        w.out += '}';
    });
    w.out += "}\n";
    return std::move(w.out);
}

} // namespace relata::sandbox
