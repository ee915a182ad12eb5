#include "grading/authoring/mutation.h"

#include "grading/source_text.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace relata::grading {

namespace {

using python::TokenType;

/// One replacement of bytes.
struct Edit {
    std::string mistake;
    size_t begin = 0, end = 0;
    std::string with;
};

/// Collects the edits of one Python file.
class Mistakes {
  public:
    explicit Mistakes(const SourceText& source) : m_source(source), m_tokens(source.tokens()) {}

    std::vector<Edit> all() {
        for (m_at = 0; m_at < m_tokens.size(); ++m_at) {
            drop_method();
            drop_chained_loader();
            drop_keyword_argument();
            drop_dictionary_entry();
            drop_one_of_several_options();
            change_operator();
            change_number();
            swap_foreign_key();
        }
        return std::move(m_edits);
    }

  private:
    const SourceText::Token& token(size_t at) const { return m_tokens[std::min(at, m_tokens.size() - 1)]; }
    bool is(size_t at, TokenType type) const { return at < m_tokens.size() && m_tokens[at].type == type; }
    std::string_view word(size_t at) const { return at < m_tokens.size() ? m_tokens[at].text : std::string_view(); }
    void add(const char* mistake, size_t begin, size_t end, std::string with = {}) {
        m_edits.push_back({mistake, begin, end, std::move(with)});
    }

    /// `.unique()`, `.options(...)`, `.where(...)`: the query without it.
    void drop_method() {
        static constexpr std::array<std::string_view, 13> methods{
            "unique", "options", "where", "order_by", "limit", "offset", "distinct", "join", "outerjoin", "group_by", "having",
            "filter", "execution_options"};
        if (!is(m_at, TokenType::dot) || !is(m_at + 2, TokenType::lpar) ||
            std::ranges::find(methods, word(m_at + 1)) == methods.end())
            return;
        const size_t close = m_source.closing(m_at + 2);
        if (close >= m_tokens.size()) return;
        const std::string_view name = word(m_at + 1);
        // SQLite hands rows over in the order of their id anyway: no data could tell.
        if (name == "order_by" && word(close - 1) == "id" && close == m_at + 6) return;
        add(name == "unique"    ? "drop-unique"
            : name == "options" ? "drop-options"
                                : "drop-clause",
            token(m_at).begin, token(close).end);
    }
    /// selectinload(A.b).selectinload(B.c): the chain one shorter.
    void drop_chained_loader() {
        if (!is(m_at, TokenType::dot) || !is(m_at + 2, TokenType::lpar) || !word(m_at + 1).ends_with("load")) return;
        const size_t close = m_source.closing(m_at + 2);
        if (close < m_tokens.size()) add("drop-nested-load", token(m_at).begin, token(close).end);
    }
    /// An argument `name=...` of the call that holds it, with one of its commas.
    void drop_keyword_argument() {
        static constexpr std::array<std::string_view, 11> names{"back_populates", "sa_relationship_kwargs", "link_model",
                                                                "foreign_key",    "expire_on_commit",       "isouter",
                                                                "cascade_delete", "passive_deletes",        "ondelete",
                                                                "unique",         "primary_key"};
        if (!is(m_at, TokenType::name) || !is(m_at + 1, TokenType::equal) || m_at == 0 ||
            (!is(m_at - 1, TokenType::lpar) && !is(m_at - 1, TokenType::comma)) ||
            std::ranges::find(names, word(m_at)) == names.end())
            return;
        drop_item("drop-argument");
    }
    void drop_dictionary_entry() {
        if (is(m_at, TokenType::string) && is(m_at + 1, TokenType::colon) && m_at > 0 &&
            (is(m_at - 1, TokenType::lbrace) || is(m_at - 1, TokenType::comma)))
            drop_item("drop-argument");
    }
    /// The item that begins at m_at, up to the comma or bracket behind it.
    void drop_item(const char* mistake) {
        size_t end = m_at;
        int depth = 0;
        for (; end < m_tokens.size(); ++end) {
            const TokenType type = m_tokens[end].type;
            const bool closes = type == TokenType::rpar || type == TokenType::rsqb || type == TokenType::rbrace;
            if (depth == 0 && (closes || type == TokenType::comma)) break;
            if (closes) --depth;
            if (type == TokenType::lpar || type == TokenType::lsqb || type == TokenType::lbrace) ++depth;
        }
        if (end >= m_tokens.size()) return;
        if (is(end, TokenType::comma)) add(mistake, token(m_at).begin, token(end + 1).begin);
        else add(mistake, is(m_at - 1, TokenType::comma) ? token(m_at - 1).begin : token(m_at).begin, token(end).begin);
    }
    void drop_one_of_several_options() {
        if (!is(m_at, TokenType::name) || !word(m_at).ends_with("load") || !is(m_at + 1, TokenType::lpar) || m_at == 0) return;
        size_t end = m_source.closing(m_at + 1) + 1;
        while (is(end, TokenType::dot) && is(end + 2, TokenType::lpar))
            end = m_source.closing(end + 2) + 1;
        const bool first = is(m_at - 1, TokenType::lpar), later = is(m_at - 1, TokenType::comma);
        if ((first && is(end, TokenType::comma)) || later) drop_item("drop-option");
    }
    void change_operator() {
        const auto put = [&](const char* mistake, std::string with) { add(mistake, token(m_at).begin, token(m_at).end, std::move(with)); };
        if (is(m_at, TokenType::eqequal)) put("change-comparison", "!=");
        if (is(m_at, TokenType::notequal)) put("change-comparison", "==");
        if (is(m_at, TokenType::less)) put("change-comparison", ">=");
        if (is(m_at, TokenType::greater)) put("change-comparison", "<=");
        if (is(m_at, TokenType::lessequal)) put("change-comparison", ">");
        if (is(m_at, TokenType::greaterequal)) put("change-comparison", "<");
        if (is(m_at, TokenType::await)) add("drop-await", token(m_at).begin, token(m_at + 1).begin);
    }
    void change_number() {
        if (!is(m_at, TokenType::number) || m_at == 0 || !is(m_at - 1, TokenType::lpar)) return;
        if (word(m_at).size() < 6 && word(m_at).find_first_not_of("0123456789") == std::string_view::npos)
            add("change-number", token(m_at).begin, token(m_at).end, std::to_string(std::stoi(std::string(word(m_at))) + 1));
    }
    /// Another column of the file that has a foreign key, or the primary key for remote_side.
    void swap_foreign_key() {
        const bool name = is(m_at, TokenType::name), text = is(m_at, TokenType::string);
        if ((!name && !text) || !is_in_relationship()) return;
        for (const std::string& column : columns()) {
            const size_t at = position_of(word(m_at), column);
            if (at == std::string_view::npos || (name && word(m_at) != column)) continue;
            for (const std::string& other : columns()) {
                if (other == column) continue;
                std::string with(word(m_at));
                with.replace(at, column.size(), other);
                add("swap-column", token(m_at).begin, token(m_at).end, std::move(with));
            }
        }
    }
    static size_t position_of(std::string_view text, const std::string& column) {
        const size_t at = text.find(column);
        if (at == std::string_view::npos) return at;
        const auto letter = [&](size_t i) { return i < text.size() && (std::isalnum(uint8_t(text[i])) || text[i] == '_'); };
        return (at > 0 && letter(at - 1)) || letter(at + column.size()) ? std::string_view::npos : at;
    }
    /// Columns with a foreign key, and "id" where remote_side speaks of it.
    const std::vector<std::string>& columns() {
        if (!m_columns.empty()) return m_columns;
        std::string last;
        for (size_t i = 0; i + 1 < m_tokens.size(); ++i) {
            const bool begins = i == 0 || is(i - 1, TokenType::newline) || is(i - 1, TokenType::indent) || is(i - 1, TokenType::dedent);
            if (begins && is(i, TokenType::name) && is(i + 1, TokenType::colon)) last = word(i);
            if ((word(i) == "foreign_key" || word(i) == "primary_key") && is(i + 1, TokenType::equal) && !last.empty() &&
                std::ranges::find(m_columns, last) == m_columns.end())
                m_columns.push_back(last);
        }
        if (m_columns.empty()) m_columns.push_back("id");
        return m_columns;
    }
    bool is_in_relationship() const {
        for (size_t i = m_at; i-- > 0 && m_tokens[i].type != TokenType::newline;)
            if (word(i) == "foreign_keys" || word(i) == "remote_side" || word(i) == "\"foreign_keys\"" ||
                word(i) == "\"remote_side\"" || word(i) == "'foreign_keys'" || word(i) == "'remote_side'")
                return true;
        return false;
    }

    const SourceText& m_source;
    const std::vector<SourceText::Token>& m_tokens;
    std::vector<std::string> m_columns;
    std::vector<Edit> m_edits;
    size_t m_at = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

size_t indentation(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

/// A block's last statement out of its `with`: read after close. And for Parsons: two neighbouring lines swapped.
void change_lines(const std::string& text, bool swap, std::vector<Edit>& edits) {
    const std::vector<std::string> lines = lines_of(text);
    std::vector<size_t> starts{0};
    for (const std::string& line : lines)
        starts.push_back(starts.back() + line.size() + 1);
    for (size_t i = 0; i + 1 < lines.size(); ++i) {
        const size_t indent = indentation(lines[i]);
        const std::string rest = lines[i].substr(indent);
        if ((rest.starts_with("with ") || rest.starts_with("async with ")) && rest.ends_with(':')) {
            size_t end = i + 1, last = 0;
            for (; end < lines.size() && (lines[end].empty() || indentation(lines[end]) > indent); ++end)
                if (!lines[end].empty() && indentation(lines[end]) == indent + 4 && std::string_view(")]}").find(lines[end][indent + 4]) == std::string_view::npos)
                    last = end;
            while (end > i && lines[end - 1].empty()) --end;
            if (last > i + 1) {
                std::string out;
                for (size_t j = last; j < end; ++j)
                    out += (lines[j].size() > 4 ? lines[j].substr(4) : lines[j]) + "\n";
                edits.push_back({"read-after-close", starts[last], std::min(starts[end], text.size()), out});
            }
        }
        if (swap && !lines[i].empty() && !lines[i + 1].empty() && indentation(lines[i]) == indentation(lines[i + 1]) && indent > 0)
            edits.push_back({"swap-lines", starts[i], std::min(starts[i + 2], text.size()), lines[i + 1] + "\n" + lines[i] + "\n"});
    }
}

/// Predictions: a number one off, anything else unanswered.
std::vector<Edit> change_predictions(const std::string& text) {
    std::vector<Edit> edits;
    size_t start = 0;
    for (const std::string& line : lines_of(text)) {
        const size_t colon = line.find(": ");
        if (colon != std::string::npos && !line.starts_with('#')) {
            const std::string value = line.substr(colon + 2);
            const bool number = !value.empty() && value.size() < 9 && value.find_first_not_of("0123456789") == std::string::npos;
            const size_t begin = start + colon + 2, end = start + line.size();
            if (number) {
                edits.push_back({"change-number", begin, end, std::to_string(std::stoi(value) + 1)});
                if (value != "0") edits.push_back({"change-number", begin, end, std::to_string(std::stoi(value) - 1)});
            }
            edits.push_back({"drop-prediction", begin, end, "'?'"});
        }
        start += line.size() + 1;
    }
    return edits;
}

} // namespace

std::vector<Mutant> mutants_of(const course::Exercise& exercise, const std::vector<course::SourceFile>& solution) {
    std::vector<Mutant> mutants;
    std::set<std::string> seen;
    for (size_t at = 0; at < solution.size(); ++at) {
        const course::SourceFile& file = solution[at];
        if (std::ranges::find(exercise.editable, file.path) == exercise.editable.end()) continue;
        std::vector<Edit> edits;
        if (file.path.ends_with(".py")) {
            const SourceText source(file.text);
            edits = Mistakes(source).all();
            change_lines(file.text, exercise.kind == course::ExerciseKind::order, edits);
        } else {
            edits = change_predictions(file.text);
        }
        std::ranges::stable_sort(edits, {}, &Edit::begin);
        seen.insert(file.text);
        for (const Edit& edit : edits) {
            std::string text = file.text;
            text.replace(edit.begin, edit.end - edit.begin, edit.with);
            if (!seen.insert(text).second) continue;
            Mutant mutant{.mistake = edit.mistake,
                          .file = file.path,
                          .line = int(1 + std::count(file.text.begin(), file.text.begin() + std::ptrdiff_t(edit.begin), '\n')),
                          .before = shortened(file.text.substr(edit.begin, edit.end - edit.begin), 60),
                          .after = shortened(edit.with, 60),
                          .files = solution};
            mutant.files[at].text = std::move(text);
            mutants.push_back(std::move(mutant));
        }
    }
    return mutants;
}

} // namespace relata::grading
