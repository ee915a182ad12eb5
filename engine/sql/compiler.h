// Compiled: a statement as text with what execution needs to run it. SQLAlchemy: sql/compiler.py SQLCompiler.
#pragma once

#include "sql/cache_key.h"
#include "sql/dialect.h"
#include "sql/dml.h"

#include <map>
#include <unordered_map>

namespace relata::sql {

/// A column of the result: how a row finds it by name or by expression. SQLAlchemy: ResultColumnsEntry.
struct ResultColumn {
    std::string keyname;  ///< name in the cursor description
    std::string name;     ///< name for the program
    std::vector<const ClauseElement*> objects; ///< identity()s of what selects this column
    std::vector<std::string> string_objects;
    TypeRef type;
};

/// One value to compute for each row of an INSERT or UPDATE before it runs (`default=`, `onupdate=`).
struct PrefetchColumn {
    Column* column;
    std::string bind_name;
};

struct Compiled {
    Ref<ClauseElement> statement;  ///< what was asked for; keeps everything below alive
    Ref<CompileState> compile_state; ///< the ORM's, of the outermost statement
    std::string sql;               ///< with `?` (SQLite), or `:name`; expanding ones as __[POSTCOMPILE_name]
    std::string template_text;     ///< the same with \\x01name\\x02 for each bind parameter: expand() starts from it
    std::vector<Ref<ClauseElement>> kept; ///< what the compilation made and results refer to
    std::vector<std::string> positional; ///< bind names in the order of `?`
    struct Bind {
        std::string name;
        Ref<BindParameter> parameter;
    };
    std::vector<Bind> binds;       ///< by first appearance
    const Bind* bind(const std::string& name) const;
    bool has_post_compile = false; ///< sql must go through expand() before it runs
    std::vector<ResultColumn> result_columns;
    bool ordered_columns = true;        ///< result_columns match the cursor by position
    bool textual_ordered_columns = false;
    bool loose_column_name_matching = false;
    bool returns_rows = false;     ///< SELECT, or RETURNING
    bool is_insert = false, is_update = false, is_delete = false, is_ddl = false, is_text = false, is_select = false;
    bool effective_returning = false;
    bool is_multi_values = false;
    bool postfetch_lastrowid = false; ///< INSERT without RETURNING: the key comes from last_insert_rowid
    std::vector<PrefetchColumn> insert_prefetch, update_prefetch;
    std::vector<Column*> postfetch;       ///< server-side values not known after the statement
    std::vector<Column*> implicit_returning; ///< primary key columns that RETURNING adds
    Table* dml_table = nullptr;
    std::vector<std::string> dml_columns; ///< keys of the columns that the statement sets, in order
    /// For an INSERT of many rows with RETURNING: the `VALUES (...)` that is repeated. SQLAlchemy: _InsertManyValues.
    struct InsertManyValues {
        std::string insert_head; ///< up to and including "VALUES "
        std::string values;      ///< "(?, ?)"
        std::string tail;        ///< " RETURNING ..."
        std::vector<std::string> positional_in_values;
        size_t columns = 0;      ///< that the INSERT names
        /// Columns by which rows find their parameter sets; the last ones of RETURNING.
        std::vector<Column*> sentinels{};
        std::vector<std::string> sentinel_parameters{}; ///< their bind names
        bool one_by_one = false; ///< the order matters and nothing tells the rows apart
    };
    std::optional<InsertManyValues> insert_many_values;
    /// Texts of the SAWarnings to give when this runs: FROMs without a join (CompileOptions::linting).
    std::vector<std::string> linter_warnings;
    std::vector<const BindParameter*> cache_binds; ///< of the CacheKey when this was compiled

    /// The value of each bind: `parameters` (by key) win over the parameters' own values; `extracted` are those of the
    /// statement that runs (CacheKey::binds) where this Compiled came from a cache. Throws InvalidRequestError
    /// "A value is required for bind parameter 'x'".
    std::map<std::string, Value> construct_parameters(Runtime& runtime, const std::map<std::string, Value>& parameters,
                                                      const std::vector<const BindParameter*>* extracted = nullptr) const;
    struct Expanded {
        std::string sql;
        std::vector<std::string> positional;
        std::vector<std::pair<std::string, TypeRef>> types; ///< of the names that expansion adds
    };
    /// SQLAlchemy: _process_parameters_for_postcompile: IN lists become `(?, ?)`, empty ones a query without rows.
    /// Puts the items into `parameters`.
    Expanded expand(Runtime& runtime, const Dialect& dialect, std::map<std::string, Value>& parameters) const;
};

struct CompileOptions {
    bool literal_binds = false;       ///< compile_kwargs={"literal_binds": True}
    bool render_postcompile = false;
    bool linting = false;             ///< look for cartesian products: Compiled::linter_warnings
    bool for_executemany = false;
    std::optional<std::vector<std::string>> column_keys{}; ///< keys of the parameters that will be given (INSERT, UPDATE)
    bool implicit_returning = true;   ///< INSERT asks for its primary key
};

/// Compiles any statement or expression. Throws CompileError and others.
std::shared_ptr<Compiled> compile(Runtime& runtime, ClauseElement& element, const Dialect& dialect,
                                  const CompileOptions& options = {});
/// The dialect that str() takes. SQLAlchemy: ClauseElement.stringify_dialect.
const Dialect& stringify_dialect(const ClauseElement& element);
/// `str(element)`: the default dialect, `:name` parameters.
std::string to_text(Runtime& runtime, ClauseElement& element, const CompileOptions& options = {});

} // namespace relata::sql
