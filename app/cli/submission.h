// Submission: one answer and the exercise it answers, found in what a person names: a file, a folder, a zip archive, or a
// class of them as learning platforms export it.
#pragma once

#include "support/diagnostic.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace relata::cli {

/// The files of what was named, by their relative paths; archives inside are opened. Disk files are read when asked for.
class SubmittedFiles {
  public:
    static ErrorOr<SubmittedFiles> open(const std::filesystem::path& given);
    /// One file, under another name.
    static SubmittedFiles single(const std::filesystem::path& file, const std::string& name);
    /// Every path, sorted.
    std::vector<std::string> paths() const;
    /// As course::read_text_file gives it.
    std::optional<std::string> read(const std::string& path) const;

  private:
    struct Entry {
        std::filesystem::path disk;
        std::optional<std::string> text;
    };
    void add_zip(const std::string& prefix, const std::string& bytes);
    std::map<std::string, Entry> m_entries;
};

struct Submission {
    std::string name;     ///< "ada/mend-the-loop": the same wherever the batch lies
    std::string exercise; ///< id
    std::string folder;   ///< of its files, within `files`; empty: the whole
    std::string prefix;   ///< before each file's name, in exports that put all files into one folder: "ada_"
    std::shared_ptr<const SubmittedFiles> files;
    std::optional<std::string> read(const std::string& name) const;
    /// Where its files lie, from the current folder, with all that stands before their names; empty within an archive.
    std::string place;
};

/// A path's own name, whether or not it ends with a slash; of "." that of the current folder.
std::string own_name(const std::filesystem::path& given);

/// The exercises that an answer may be for, and the files that make one.
struct KnownExercise {
    std::string id;
    std::vector<std::string> editable;
};

/// The answers in `given`. Without `only` they are the folders named like an exercise. With it: `given` itself, where it
/// holds a file of the exercise, else each folder (one for each student) that does; a student's folder without any is an
/// answer too, that cannot be graded.
ErrorOr<std::vector<Submission>> find_submissions(const std::filesystem::path& given, const std::vector<KnownExercise>& known,
                                                  const std::string& only);

} // namespace relata::cli
