#include "cli/exercise_template.h"

#include "course/exercise.h"

namespace relata::cli {

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

constexpr const char* models = R"(from typing import Optional

from sqlmodel import Field, Relationship, SQLModel


class Author(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str

    books: list["Book"] = Relationship(back_populates="author")


class Book(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    title: str
    author_id: Optional[int] = Field(default=None, foreign_key="author.id", index=True)

    author: Optional[Author] = Relationship(back_populates="books")
)";

constexpr const char* dataset = R"("""Authors with different numbers of books: one has none, one has several."""
import random

from models import Author, Book


def build(session, size, seed):
    rng = random.Random(seed)
    names = [f"author {n} of {seed}" for n in range(size + 1)]
    rng.shuffle(names)
    authors = [Author(name=name) for name in names]
    for n in range(size):
        for copy in range(1 + rng.randrange(2) + (n == 0)):
            session.add(Book(title=f"book {n}.{copy} of {seed}", author=authors[n]))
    session.add_all(authors)
)";

constexpr const char* head = "from sqlalchemy.orm import joinedload, selectinload\nfrom sqlmodel import Session, select\n\n"
                             "from models import Author, Book\n\n\ndef author_lines(session: Session) -> list[str]:\n";
constexpr const char* tail = "    return [f\"{author.name}: {len(author.books)}\" for author in authors]\n";

std::string query(const std::string& lines) {
    return head + lines + tail;
}

const std::string lazy = "    authors = session.exec(select(Author).order_by(Author.name)).all()\n";
const std::string selectin =
    "    authors = session.exec(select(Author).options(selectinload(Author.books)).order_by(Author.name)).unique().all()\n";
const std::string joined =
    "    authors = session.exec(select(Author).options(joinedload(Author.books)).order_by(Author.name)).unique().all()\n";
const std::string inner = "    authors = session.exec(select(Author).join(Book).options(selectinload(Author.books)).order_by(Author.name))."
                          "unique().all()\n";
const std::string in_steps =
    "    lines = []\n    for author in session.exec(select(Author).order_by(Author.name)).all():\n"
    "        books = session.exec(select(Book).where(Book.author_id == author.id)).all()\n"
    "        lines.append(f\"{author.name}: {len(books)}\")\n    return lines\n";

/// A uuid that is the id's own: the same template twice is the same exercise.
std::string uuid_of(const std::string& id) {
    const std::string one = course::content_hash(id), two = course::content_hash(id + "/2");
    return one.substr(0, 8) + "-" + one.substr(8, 4) + "-4" + one.substr(13, 3) + "-8" + two.substr(1, 3) + "-" + two.substr(4, 12);
}

std::string manifest(const std::string& id, const std::string& kind, const std::string& files, const std::string& rest) {
    std::string title = id;
    for (char& c : title)
        if (c == '-') c = ' ';
    title[0] = char(title[0] >= 'a' && title[0] <= 'z' ? title[0] - 'a' + 'A' : title[0]);
    return "format_version: 1\nid: " + id + "\nuuid: " + uuid_of(id) + "\ntitle: " + title +
           "\nlesson: relationships-and-eager-loading\nsection: the-n-plus-1-problem\nskills: [n-plus-1]\n"
           "difficulty: core\nminutes: 5\nstatus: draft\nauthors: [Your name]\nlicense: CC-BY-4.0\nkind: " +
           kind + "\n\nfiles:\n" + files + "entry:\n  call: query:author_lines\ndatasets:\n" +
           "  - {id: small, visibility: visible, seed: 1, size: 6}\n" + (kind == "predict" ? "" : "  - {id: unlike, visibility: hidden, seed: 23, size: 14}\n") +
           "\n" + rest + "\nlimits: {seconds: 10, memory_mb: 128}\nreveal_solution: after_pass\n";
}

constexpr const char* query_checks = R"(checks:
  - id: lines
    type: result_equals
    points: 2
    ordered: true
    student_message: One line for every author, the empty ones too.
  - id: few-queries
    type: query_count
    points: 3
    needs: [lines]
    select: {max: 2}
    student_message: Load the books together with their authors.
  - id: same-at-any-size
    type: query_growth
    points: 2
    needs: [lines, few-queries]
    sizes: [2, 7, 50]
    class: constant
)";

Files query_files(const std::string& id, const std::string& kind) {
    const bool order = kind == "order", test = kind == "skill-test";
    std::string rest = query_checks;
    if (order) rest += "  - {id: given-lines, type: source_rule, only_given_lines: true, required: true, points: 1}\n";
    rest += order || test ? "\nstarter_expect: {check: lines, code: " + std::string(test ? "NO-ENTRY" : "RESULT-DIFFERS") + "}\n"
                          : "\nstarter_expect: {check: few-queries, code: N1-LAZY, message: lazy loads of Author.books}\n";
    rest += "wrong:\n  - {dir: still-lazy, fails: few-queries, code: N1-LAZY, message: lazy loads of Author.books}\n"
            "  - {dir: inner-join, fails: lines, code: RESULT-DIFFERS}\n";
    rest += order ? "  - {dir: own-line, fails: given-lines, code: OTHER-LINE}\n"
                  : "  - {dir: in-steps, fails: few-queries, code: N1-QUERY, message: the same query}\n";
    Files files;
    files.emplace_back("exercise.yaml", "");
    files.emplace_back("starter/models.py", models);
    std::string starter = query(lazy);
    if (test) starter = "# Paste the code here. It is called as  author_lines(session)\n";
    if (order) {
        starter = std::string(head);
        for (const std::string& line : {std::string(tail), joined, lazy, selectin, inner})
            starter += "    #: " + line;
        starter += "    pass\n";
    }
    files.emplace_back("starter/query.py", starter);
    files.emplace_back("solutions/selectinload/query.py", query(selectin));
    files.emplace_back("solutions/joinedload/query.py", query(joined));
    files.emplace_back("wrong/still-lazy/query.py", query(lazy));
    files.emplace_back("wrong/inner-join/query.py", query(inner));
    if (order) files.emplace_back("wrong/own-line/query.py", query(selectin + "    authors = list(authors)\n"));
    else files.emplace_back("wrong/in-steps/query.py", head + in_steps);
    files[0].second = manifest(id, kind, "  editable: [query.py]\n  readonly: [models.py]\n", rest);
    return files;
}

Files models_files(const std::string& id) {
    const std::string whole = models, unpaired = [&] {
        std::string text = whole;
        for (const char* word : {"back_populates=\"author\"", "back_populates=\"books\""})
            text.erase(text.find(word), std::string(word).size());
        return text;
    }();
    const auto without = [&](const std::string& what, const std::string& with) {
        std::string text = whole;
        return text.replace(text.find(what), what.size(), with);
    };
    const std::string key = ", foreign_key=\"author.id\"";
    const std::string single = without("list[\"Book\"]", "Optional[\"Book\"]");
    Files files;
    files.emplace_back("exercise.yaml",
                       manifest(id, "models", "  editable: [models.py]\n  readonly: [query.py]\n", R"(checks:
  - id: maps
    type: relationship_resolves
    points: 3
    relationships:
      Author.books: {local: [author.id], remote: [book.author_id], direction: one-to-many, uselist: true}
      Book.author: {local: [book.author_id], remote: [author.id], direction: many-to-one, uselist: false}
  - id: pairs
    type: back_populates_pair
    points: 1
    needs: [maps]
    pairs: [[Author.books, Book.author]]
  - {id: lines, type: result_equals, points: 1, needs: [maps], ordered: true}

starter_expect: {check: pairs, code: NOT-PAIRED, message: Author.books}
wrong:
  - {dir: unpaired, fails: pairs, code: NOT-PAIRED, message: Author.books}
  - {dir: no-foreign-key, fails: maps, code: NO-FOREIGN-KEY, message: foreign key}
  - {dir: single, fails: maps, code: USELIST, message: must be a list}
)"));
    files.emplace_back("starter/models.py", unpaired);
    files.emplace_back("starter/query.py", query(lazy));
    files.emplace_back("solutions/paired/models.py", whole);
    files.emplace_back("wrong/unpaired/models.py", unpaired + "\n# The two sides do not know each other.\n");
    files.emplace_back("wrong/no-foreign-key/models.py", without(key, ""));
    files.emplace_back("wrong/single/models.py", single);
    return files;
}

Files predict_files(const std::string& id) {
    const auto prediction = [](const std::string& selects, const std::string& line) {
        return "# How many SELECTs does author_lines send for 7 authors, and which line sends most of them?\nselects: " + selects +
               "\nline: " + line + "\n";
    };
    Files files;
    files.emplace_back("exercise.yaml", manifest(id, "predict", "  editable: [prediction.yaml]\n  readonly: [query.py, models.py]\n", R"(checks:
  - {id: selects, type: prediction_equals, points: 2, of: selects, question: "How many SELECTs are sent?", choices: [1, 2, 7, 8]}
  - {id: line, type: prediction_equals, points: 1, of: line, question: "Which line of query.py sends most of them?"}

starter_expect: {check: selects, code: NOT-ANSWERED}
wrong:
  - {dir: one, fails: selects, code: PREDICTION-WRONG, message: There are more}
  - {dir: forgot-the-first, fails: selects, code: PREDICTION-WRONG, message: There are more}
  - {dir: the-query-line, fails: line, code: PREDICTION-WRONG}
)"));
    files.emplace_back("starter/models.py", models);
    files.emplace_back("starter/query.py", query(lazy));
    files.emplace_back("starter/prediction.yaml", prediction("TODO", "9"));
    files.emplace_back("solutions/right/prediction.yaml", prediction("8", "9"));
    files.emplace_back("wrong/one/prediction.yaml", prediction("1", "9"));
    files.emplace_back("wrong/forgot-the-first/prediction.yaml", prediction("7", "9"));
    files.emplace_back("wrong/the-query-line/prediction.yaml", prediction("8", "8"));
    return files;
}

} // namespace

std::vector<std::pair<std::string, std::string>> exercise_template(const std::string& id, const std::string& kind) {
    Files files = kind == "models" ? models_files(id) : kind == "predict" ? predict_files(id) : query_files(id, kind);
    files.emplace_back("dataset.py", dataset);
    files.emplace_back("instructions.md", "# Authors and books\n\nReplace this text: what the function returns, what is wrong with it now, and "
                                          "when it is done.\n");
    files.emplace_back("hints.md", "## Where do the statements come from?\nRun it and look at the margin.\n\n"
                                   "## What loads a relationship up front?\n`select(...).options(...)` takes loader options.\n");
    return files;
}

} // namespace relata::cli
