#include "grading/authoring/dataset_teeth.h"

#include "course/text_file.h"

#include <algorithm>
#include <map>

namespace relata::grading {

namespace {

using sandbox::Datum;
using Row = Datum::Members;
using Tables = std::map<std::string, std::vector<Row>>;

constexpr const char* reader = R"(
from sqlmodel import Session, SQLModel, create_engine


def rows(size, seed):
    from dataset import build
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        build(session, size, seed)
        session.commit()
        return [[name, [{key: plain(value) for key, value in row._mapping.items()} for row in session.execute(table.select())]]
                for name, table in SQLModel.metadata.tables.items()]


def plain(value):
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
)";

const Datum* find(const Row& row, const std::string& column) {
    for (const auto& [name, value] : row)
        if (name == column) return &value;
    return nullptr;
}

bool is_null(const Datum* datum) {
    return !datum || std::holds_alternative<std::nullptr_t>(datum->value);
}

Tables read_rows(const course::Exercise& exercise, const std::vector<course::SourceFile>& solution, const course::Dataset& dataset,
                 sandbox::RunRecord& record, std::string& error) {
    sandbox::RunRequest request;
    for (const course::SourceFile& file : solution)
        if (file.path.ends_with(".py")) request.files.push_back({file.path, file.text});
    request.files.push_back({"dataset.py", course::read_text_file(exercise.dataset_file).value_or("")});
    request.files.push_back({"relata_rows.py", reader});
    request.main = "relata_rows.py";
    request.seed = uint64_t(dataset.seed) + 1;
    sandbox::Run run(request);
    Tables tables;
    if (run.import_module(exercise.entry_module) && run.import_module("relata_rows")) {
        const sandbox::CallRecord& made = run.call({.module = "relata_rows",
                                                    .function = "rows",
                                                    .arguments = {std::to_string(dataset.size), std::to_string(dataset.seed)}});
        const auto* all = made.result ? std::get_if<Datum::List>(&made.result->value) : nullptr;
        if (made.error) error = made.error->type + ": " + made.error->message;
        for (const Datum& entry : all ? *all : Datum::List{}) {
            const auto& pair = std::get<Datum::List>(entry.value);
            std::vector<Row>& rows = tables[std::get<std::string>(pair[0].value)];
            for (const Datum& row : std::get<Datum::List>(pair[1].value))
                if (const auto* members = std::get_if<Row>(&row.value)) rows.push_back(*members);
        }
    }
    record = run.finish();
    return tables;
}

/// What a foreign key must show in one dataset at least.
struct KeyTeeth {
    bool three_parents = false, childless = false, several = false, null_root = false, three_deep = false;
};

void look_at(KeyTeeth& teeth, const std::vector<Row>& children, const std::vector<Row>& parents, const std::string& column,
             const std::string& key, bool self) {
    std::map<std::string, int> used;
    std::map<std::string, std::string> up;
    for (const Row& row : children) {
        const Datum* value = find(row, column);
        const Datum* own = find(row, key);
        if (self && own) up[sandbox::to_json(*own)] = is_null(value) ? "" : sandbox::to_json(*value);
        if (is_null(value)) teeth.null_root = true;
        else ++used[sandbox::to_json(*value)];
    }
    teeth.three_parents = teeth.three_parents || used.size() >= 3;
    teeth.childless = teeth.childless || parents.size() > used.size();
    teeth.several = teeth.several || std::ranges::any_of(used, [](const auto& entry) { return entry.second > 1; });
    for (const auto& [own, parent] : up) {
        int depth = 1;
        for (std::string at = parent; !at.empty() && depth < 9; at = up[at])
            ++depth;
        teeth.three_deep = teeth.three_deep || depth >= 3;
    }
}

/// Whether a relationship leads back over this key to a single object.
bool is_one_to_one(const sandbox::RunRecord& record, const std::string& key) {
    for (const sandbox::EntityRecord& entity : record.entities)
        for (const sandbox::RelationshipRecord& relationship : entity.relationships)
            if (relationship.direction == "ONETOMANY" && !relationship.uselist &&
                std::ranges::find(relationship.pairs, key, &sandbox::ColumnPair::remote) != relationship.pairs.end())
                return true;
    return false;
}

void collect_texts(const Tables& tables, std::set<std::string>& texts) {
    for (const auto& [table, rows] : tables)
        for (const Row& row : rows)
            for (const auto& [column, value] : row)
                if (const auto* text = std::get_if<std::string>(&value.value); text && text->size() >= 6) texts.insert(*text);
}

} // namespace

DatasetLint lint_datasets(const course::Exercise& exercise, const std::vector<course::SourceFile>& solution) {
    DatasetLint lint;
    sandbox::RunRecord record;
    std::vector<Tables> all;
    std::set<std::string> visible;
    for (const course::Dataset& dataset : exercise.datasets) {
        std::string error;
        all.push_back(read_rows(exercise, solution, dataset, record, error));
        if (!error.empty()) lint.problems.push_back("the dataset '" + dataset.id + "' cannot be built: " + error);
        collect_texts(all.back(), dataset.hidden ? lint.hidden_values : visible);
    }
    for (size_t i = 0; i < all.size(); ++i)
        for (size_t j = 0; j < i; ++j)
            if (exercise.datasets[i].hidden != exercise.datasets[j].hidden && all[i] == all[j])
                lint.problems.push_back("the hidden dataset has the very rows of a visible one ('" + exercise.datasets[j].id + "' and '" +
                                        exercise.datasets[i].id + "')");
    for (const std::string& text : visible)
        lint.hidden_values.erase(text);

    for (const sandbox::EntityRecord& entity : record.entities) {
        std::map<std::string, std::vector<std::string>> keys_to; ///< parent table: columns
        size_t key_columns = 0;
        for (const sandbox::ColumnRecord& column : entity.columns)
            key_columns += column.primary_key;
        for (const sandbox::ColumnRecord& column : entity.columns) {
            if (column.foreign_key.empty()) continue;
            const size_t dot = column.foreign_key.rfind('.');
            const std::string parent = column.foreign_key.substr(0, dot), key = column.foreign_key.substr(dot + 1);
            const bool self = parent == entity.table;
            const std::string name = entity.table + "." + column.name;
            keys_to[parent].push_back(column.name);
            KeyTeeth teeth;
            for (const Tables& tables : all)
                if (tables.contains(entity.table) && tables.contains(parent))
                    look_at(teeth, tables.at(entity.table), tables.at(parent), column.name, key, self);
            if (!self && !teeth.three_parents)
                lint.problems.push_back("no dataset has three parents with rows of their own for " + name);
            if (!teeth.childless) lint.problems.push_back("no dataset has a " + parent + " without any row of " + name);
            if (!teeth.several && !column.unique && !is_one_to_one(record, name) && !(column.primary_key && key_columns == 1))
                lint.problems.push_back("no dataset has a " + parent + " with two rows of " + name);
            if (self && !teeth.null_root) lint.problems.push_back("no dataset has a root: a row whose " + name + " is NULL");
            if (self && !teeth.three_deep) lint.problems.push_back("no dataset is three deep along " + name);
        }
        for (const auto& [parent, columns] : keys_to)
            for (size_t i = 1; i < columns.size(); ++i) {
                const std::string &first = columns[0], &second = columns[i];
                const bool differ = std::ranges::any_of(all, [&](const Tables& tables) {
                    const auto rows = tables.find(entity.table);
                    return rows != tables.end() && std::ranges::any_of(rows->second, [&](const Row& row) {
                        const Datum *one = find(row, first), *other = find(row, second);
                        return one && other && !(*one == *other);
                    });
                });
                if (!differ)
                    lint.problems.push_back(entity.table + "." + first + " and " + entity.table + "." + second +
                                            " are the same in every row: an answer that mixes them up passes");
            }
    }
    return lint;
}

} // namespace relata::grading
