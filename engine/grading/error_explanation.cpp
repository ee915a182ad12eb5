#include "grading/error_explanation.h"

#include "grading/eager_option.h"
#include "grading/wording.h"

#include <algorithm>
#include <regex>

namespace relata::grading {

using sandbox::EntityRecord;
using sandbox::RelationshipRecord;
using sandbox::RunRecord;

std::string class_name(const sandbox::ErrorRecord& error) {
    const size_t dot = error.type.rfind('.');
    return dot == std::string::npos ? error.type : error.type.substr(dot + 1);
}

const EntityRecord* find_entity(const RunRecord& record, std::string_view name) {
    const auto found = std::ranges::find(record.entities, name, &EntityRecord::name);
    return found == record.entities.end() ? nullptr : &*found;
}

const RelationshipRecord* find_relationship(const RunRecord& record, std::string_view name) {
    const size_t dot = name.find('.');
    const EntityRecord* entity = find_entity(record, name.substr(0, dot));
    if (!entity || dot == std::string_view::npos) return nullptr;
    const auto found =
        std::ranges::find(entity->relationships, name.substr(dot + 1), &RelationshipRecord::name);
    return found == entity->relationships.end() ? nullptr : &*found;
}

std::string attribute_of(const RunRecord& record, const std::string& column) {
    const size_t dot = column.find('.');
    for (const EntityRecord& entity : record.entities)
        if (dot != std::string::npos && entity.table == column.substr(0, dot))
            return entity.name + column.substr(dot);
    return column;
}

std::string foreign_key_of(const RunRecord& record, const RelationshipRecord& relationship) {
    for (const auto& [local, remote] : relationship.pairs)
        for (const std::string& column : {local, remote})
            for (const EntityRecord& entity : record.entities)
                for (const sandbox::ColumnRecord& c : entity.columns)
                    if (!c.foreign_key.empty() && entity.table + "." + c.name == column) return column;
    return "";
}

std::string foreign_keys_argument(const RunRecord& reference, const std::string& name) {
    const RelationshipRecord* relationship = find_relationship(reference, name);
    if (!relationship) return "";
    const std::string column = foreign_key_of(reference, *relationship);
    if (column.empty()) return "";
    return "sa_relationship_kwargs={\"foreign_keys\": \"[" + attribute_of(reference, column) + "]\"}";
}

std::string remote_side_argument(const RunRecord& reference, const std::string& name) {
    const RelationshipRecord* relationship = find_relationship(reference, name);
    if (!relationship || relationship->pairs.empty()) return "";
    return "sa_relationship_kwargs={\"remote_side\": \"" +
           attribute_of(reference, relationship->pairs.front().remote) + "\"}";
}

namespace {

/// The many-to-one relationship of the reference that leads from a model to itself: the one that needs
/// remote_side.
std::string self_reference(const RunRecord& reference, const std::string& model) {
    if (const EntityRecord* entity = find_entity(reference, model))
        for (const RelationshipRecord& r : entity->relationships)
            if (r.target == model && r.direction == "MANYTOONE") return model + "." + r.name;
    return "";
}

CheckResult ambiguous(const std::string& relationship, const GradedRun* reference) {
    CheckResult result =
        failure("AMBIGUOUS", relationship + " could follow more than one foreign key, so SQLAlchemy refuses "
                                            "to choose: say which with foreign_keys.");
    result.subject = relationship;
    if (!reference) return result;
    result.fix = foreign_keys_argument(reference->record, relationship);
    if (!result.fix.empty()) result.fix_place = "to Relationship(...) of " + relationship;
    return result;
}

CheckResult same_direction(const std::smatch& match, const GradedRun* reference) {
    const std::string one = match[1], other = match[2];
    CheckResult result = failure(
        "DIRECTION", one + " and " + other + " both came out " + direction_words(match[3]) +
                         ": exactly one of them needs remote_side, the one that leads to a single row.");
    result.subject = one;
    if (!reference) return result;
    const std::string needs = self_reference(reference->record, one.substr(0, one.find('.')));
    if (needs.empty()) return result;
    result.subject = needs;
    if (match[3] == "MANYTOONE") {
        result.message += " Keep it on " + needs + " and take it away from the other.";
    } else {
        result.fix = remote_side_argument(reference->record, needs);
        result.fix_place = "to Relationship(...) of " + needs;
    }
    return result;
}

CheckResult no_key_in_condition_of(const std::string& relationship, const GradedRun* reference) {
    CheckResult result = failure("NO-FOREIGN-KEY", "No column in the join condition of " + relationship +
                                                       " counts as its foreign key: what foreign_keys names must stand in the condition.");
    result.subject = relationship;
    if (!reference) return result;
    result.fix = foreign_keys_argument(reference->record, relationship);
    if (!result.fix.empty()) result.fix_place = "to Relationship(...) of " + relationship + ", in place of the columns that it names now";
    return result;
}

CheckResult blaming(std::string subject, CheckResult result) {
    result.subject = std::move(subject);
    return result;
}

/// The relationship whose read ended the call; empty where it was something else.
std::string refused_read(const GradedRun& run) {
    std::string path;
    for (const auto& read : run.record.relationship_reads)
        if (read.step == run.step && read.how == sandbox::RelationshipReadRecord::How::raised && read.span.line == run.error_place.line &&
            read.span.file == run.error_place.file)
            path = read.relationship;
    return path;
}

CheckResult with_option(const GradedRun& run, const std::string& path, CheckResult result) {
    if (path.empty()) return result;
    result.fix = eager_option(run, {path});
    result.fix_place = option_place(run, path);
    return result;
}

CheckResult explained(const GradedRun& run, const GradedRun* reference) {
    sandbox::ErrorRecord error = *run.error;
    error.message = shortened(error.message, 1000); // what std::regex can stand, and a reader
    const std::string name = class_name(error);
    const std::string at = place_text(run.error_place);
    std::smatch match;
    static const std::regex on_relationship("on relationship (\\w+\\.\\w+)");
    static const std::regex directions("(\\w+\\.\\w+) and back-reference (\\w+\\.\\w+) are both of the same "
                                       "direction \\D*(MANYTOONE|ONETOMANY)");
    if (name == "AmbiguousForeignKeysError" && std::regex_search(error.message, match, on_relationship))
        return ambiguous(match[1], reference);
    if (std::regex_search(error.message, match, directions)) return same_direction(match, reference);
    if (name == "NoForeignKeysError" && std::regex_search(error.message, match, on_relationship))
        return blaming(match[1], failure("NO-FOREIGN-KEY",
                                         match[1].str() +
                                             " has no foreign key to follow: one of the two tables must refer to the other."));
    static const std::regex no_key_in_condition("foreign key columns for primary join condition .* on relationship (\\w+\\.\\w+)\\.");
    if (std::regex_search(error.message, match, no_key_in_condition)) return no_key_in_condition_of(match[1], reference);
    if (error.message.starts_with("The unique() method must be invoked")) {
        CheckResult result =
            failure("UNIQUE-MISSING", "The query" + at +
                                          " joins the rows of a collection, so an object comes once per "
                                          "row of it, and SQLAlchemy asks for unique() before it gives any.");
        result.fix = ".unique()";
        result.fix_place = "to the result, before it is read" + at;
        return result;
    }
    static const std::regex attribute("operation of attribute '(\\w+)'");
    if (name == "DetachedInstanceError") {
        const std::string named = std::regex_search(error.message, match, attribute) ? match[1].str() : "";
        const std::string path = refused_read(run);
        CheckResult result = failure("DETACHED", (path.empty() ? named.empty() ? std::string("An attribute") : named : path) + " is read" + at +
                                                     " after the session was closed, when it can no longer be loaded. Load it "
                                                     "in the query, or read it while the session is open.");
        return with_option(run, path, std::move(result));
    }
    if (name == "MissingGreenlet") {
        const std::string path = refused_read(run);
        if (path.empty())
            return failure("MISSING-GREENLET", "A statement would have to be sent" + at +
                                                   " outside an await: what is read there is not loaded, or has expired. Load it in "
                                                   "the query, refresh it with await, or read it before the commit.");
        return with_option(run, path, failure("MISSING-GREENLET", path + " is read" + at +
                                                                      " and is not loaded: a statement would have to be sent outside an "
                                                                      "await. Load it in the query with selectinload, or await it."));
    }
    static const std::regex no_property("has no property '(\\w+)'"), not_located("expression '(\\w+)' failed to locate a name");
    for (const std::regex* names : {&no_property, &not_located})
        if (std::regex_search(error.message, match, *names))
            return blaming("'" + match[1].str() + "'", failure("RAISED", name + at + ": " + error.message));
    if (error.message.find("is not available due to lazy='raise") != std::string::npos)
        return failure("RAISELOAD",
                       "A relationship that may not be loaded lazily is read" + at + ": " + error.message);
    return failure("RAISED", name + at + (error.message.empty() ? "" : ": " + error.message));
}

/// A class that cannot carry hidden data in its name.
bool is_library_class(const sandbox::ErrorRecord& error) {
    return error.type.find('.') == std::string::npos || error.type.starts_with("sqlalchemy.") ||
           error.type.starts_with("pydantic");
}

} // namespace

CheckResult explain_error(const GradedRun& run, const GradedRun* reference) {
    CheckResult result = explained(run, reference);
    result.file = run.error_place.file;
    result.line = run.error_place.line;
    result.hidden_message =
        "On data that you do not see, the answer raises " +
        (is_library_class(*run.error) ? class_name(*run.error) : std::string("an exception")) +
        place_text(run.error_place) + ".";
    return result;
}

} // namespace relata::grading
