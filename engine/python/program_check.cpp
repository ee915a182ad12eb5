#include "python/program_check.h"

#include "python/compile_source.h"
#include "python/lenient_source.h"

#include <algorithm>
#include <optional>

namespace relata::python {

namespace {

std::optional<SyntaxFailure> failure_of(Runtime& runtime, const Source& source) {
    try {
        compile_source(runtime, source, CompileMode::module);
        return std::nullopt;
    } catch (const SyntaxFailure& failure) {
        return failure;
    } catch (const Error& error) { // too deeply nested, a file of bytes
        return SyntaxFailure{.cls = error.exception_class(), .message = error.message(), .line = 1};
    }
}

} // namespace

std::vector<ProgramProblem> check_program(Runtime& runtime, const Source& source, size_t limit) {
    std::vector<ProgramProblem> problems;
    LenientSource lines(source);
    std::optional<Source> rest;
    while (problems.size() < limit) {
        const Source& now = rest ? *rest : source;
        const std::optional<SyntaxFailure> failure = failure_of(runtime, now);
        if (!failure) break;
        ProgramProblem problem{.cls = failure->cls, .message = failure->message, .line = failure->line, .end_line = failure->end_line};
        const bool own_text = !failure->text_line.empty(); // an expression of an f-string: its line is told, not its column
        if (!own_text) {
            problem.column = source.column_in_code_points(failure->line, std::max(0, failure->column));
            problem.end_column = failure->end_column < 0 ? problem.column
                                                         : source.column_in_code_points(failure->end_line, failure->end_column);
        }
        const bool same_place = std::ranges::any_of(problems, [&](const ProgramProblem& p) { return p.line == problem.line; });
        if (!same_place) problems.push_back(std::move(problem));
        const bool lacks_block = failure->message.starts_with("expected an indented block");
        const auto [first, last] = lacks_block ? std::pair{lines.header_before(failure->line + (failure->column < 0)), 0}
                                               : LenientSource::logical_line(now, failure->line);
        if (!lines.take_out(first, last)) break;
        rest.emplace(source.name(), lines.text());
    }
    std::ranges::stable_sort(problems.begin() + (problems.empty() ? 0 : 1), problems.end(), {}, &ProgramProblem::line);
    return problems;
}

} // namespace relata::python
