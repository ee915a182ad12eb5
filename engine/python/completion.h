// complete(): what may follow the caret in a program that is being typed. For an editor; nothing of the program runs.
#pragma once

#include "python/interpreter.h"

#include <optional>

namespace relata::python {

struct Completion {
    enum class Kind : uint8_t { name, attribute, keyword_argument, keyword };
    Kind kind = Kind::name;
    std::string word;
    std::string detail; ///< what is known of it: "Optional[Team]", "(self, name: str)"; may be empty
};

/// A place in one file of a program.
struct CompletionPlace {
    std::string path; ///< as in Program::files
    int line = 1;     ///< from 1
    int column = 0;   ///< from 0, in bytes
};

/// Sorted by word, the program's own names above those that there always are, all that begin with what is already typed. Behind a dot the attributes of what stands before it, as far as
/// the text says what it is: classes of the program, what the library's functions give, variables that hold either. In the
/// parentheses of a call its keyword arguments come first, then names. In an import the names of the module. `interpreter`: with its modules registered; library
/// modules that the program imports are imported into it.
std::vector<Completion> complete(Interpreter& interpreter, const Program& program, const CompletionPlace& place);

/// A call whose bracket is open at a place: what it may be given.
struct CallSignature {
    std::string name;                    ///< as written: "Task", "self.find"
    std::vector<std::string> parameters; ///< "title: str", "n=3", "*rows"; without self
    int current = -1;                    ///< the parameter being written; -1 where that is not known
};

/// Of the innermost call around `place`; none where the text does not tell what is called.
std::optional<CallSignature> call_signature(Interpreter& interpreter, const Program& program, const CompletionPlace& place);

} // namespace relata::python
