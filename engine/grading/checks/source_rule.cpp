#include "grading/checks/source_rule.h"

#include "course/order_lines.h"
#include "grading/source_text.h"
#include "grading/wording.h"

#include <algorithm>
#include <array>

namespace relata::grading {

namespace {

constexpr std::array<std::string_view, 3> kind_words{"import", "call", "name"};

/// "sqlalchemy.orm" of "sqlalchemy.orm.joinedload", ".unique" of "result.unique": whole words at that end.
bool is_prefix(std::string_view word, std::string_view of) {
    return of.starts_with(word) && (of.size() == word.size() || of[word.size()] == '.');
}
bool is_suffix(std::string_view word, std::string_view of) {
    return of.ends_with(word) && (of.size() == word.size() || word.starts_with('.') || of[of.size() - word.size() - 1] == '.');
}
bool is_python(const std::string& path) {
    return path.ends_with(".py");
}

} // namespace

SourceRule::SourceRule(course::ManifestReader& parameters)
    : m_require(read(parameters, "require")), m_forbid(read(parameters, "forbid")),
      m_only_given_lines(parameters.boolean("only_given_lines", false)) {
    if (m_require.empty() && m_forbid.empty() && !m_only_given_lines)
        parameters.problem(nullptr, "source_rule needs something to require or to forbid",
                           "for example  forbid: [{call: joinedload}]");
}

std::vector<SourceRule::Rule> SourceRule::read(course::ManifestReader& parameters, std::string_view key) {
    std::vector<Rule> rules;
    for (course::ManifestReader& item : parameters.maps(key)) {
        for (size_t kind = 0; kind < kind_words.size(); ++kind)
            if (item.find(kind_words[kind])) rules.push_back({Rule::Kind(kind), item.text(kind_words[kind])});
        item.refuse_unknown_keys();
    }
    return rules;
}

std::string SourceRule::Rule::text() const {
    switch (kind) {
    case Kind::import:
        return "an import of " + word;
    case Kind::call:
        return "a call of " + (word.starts_with('.') ? word.substr(1) : word) + "()";
    case Kind::name:
        break;
    }
    return "the name " + word;
}

int SourceRule::Rule::find(const SourceText& source) const {
    if (kind == Kind::import) {
        for (const SourceText::Import& import : source.imports())
            if (is_prefix(word, import.name.empty() ? import.module : import.module + "." + import.name))
                return import.line;
    } else if (kind == Kind::call) {
        for (const SourceText::Call& call : source.calls())
            if (is_suffix(word, call.callee)) return call.line;
    } else {
        for (const SourceText::Token& token : source.tokens())
            if (token.type == python::TokenType::name && token.text == word) return token.line;
    }
    return 0;
}

CheckResult SourceRule::judge_lines(CheckContext& context) const {
    for (const course::SourceFile& start : context.exercise.starter()) {
        const auto mine = std::ranges::find(context.answer.files(), start.path, &course::SourceFile::path);
        if (mine == context.answer.files().end() || !is_python(start.path) ||
            std::ranges::find(context.exercise.editable, start.path) == context.exercise.editable.end())
            continue;
        const int line = course::OrderLines(start.text).first_foreign_line(mine->text);
        if (!line) continue;
        CheckResult result =
            failure("OTHER-LINE", "Line " + std::to_string(line) + " of " + start.path +
                                      " is none of the lines that this exercise gives: only their choice and their "
                                      "order are yours.");
        result.file = start.path;
        result.line = line;
        result.hidden_message = result.message;
        return result;
    }
    return {};
}

CheckResult SourceRule::judge(CheckContext& context) const {
    std::vector<bool> met(m_require.size());
    std::string first_file;
    for (const course::SourceFile& file : context.answer.files()) {
        if (std::ranges::find(context.exercise.editable, file.path) == context.exercise.editable.end() ||
            !is_python(file.path))
            continue;
        if (first_file.empty()) first_file = file.path;
        const SourceText source(file.text);
        for (size_t i = 0; i < m_require.size(); ++i)
            met[i] = met[i] || m_require[i].find(source) > 0;
        for (const Rule& rule : m_forbid) {
            const int line = rule.find(source);
            if (!line) continue;
            CheckResult result = failure("FORBIDDEN", "There is " + rule.text() + " at " + file.path + ":" +
                                                          std::to_string(line) + ", which this exercise asks you to do without.");
            result.file = file.path;
            result.line = line;
            return result;
        }
    }
    for (size_t i = 0; i < m_require.size(); ++i)
        if (!met[i])
            return failure("REQUIRED-MISSING", "This exercise asks for " + m_require[i].text() + ", and there is none.");
    return m_only_given_lines ? judge_lines(context) : CheckResult{};
}

} // namespace relata::grading
