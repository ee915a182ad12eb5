#include "cli/submission.h"

#include <algorithm>

namespace relata::cli {

namespace fs = std::filesystem;

std::vector<Submission> find_submissions(const fs::path& given, const std::vector<std::string>& ids) {
    const auto is_id = [&](const std::string& name) { return std::ranges::find(ids, name) != ids.end(); };
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(given, error);
    const std::string own = whole.filename().string();
    if (is_id(own)) return {{own, own, given}};
    std::vector<Submission> found;
    for (auto at =
             fs::recursive_directory_iterator(given, fs::directory_options::skip_permission_denied, error);
         !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        if (!at->is_directory(error)) continue;
        const std::string name = at->path().filename().string();
        if (is_id(name))
            found.push_back({at->path().lexically_relative(given).generic_string(), name, at->path()});
        if (is_id(name) || at.depth() >= 2) at.disable_recursion_pending();
    }
    std::ranges::sort(found, {}, &Submission::name);
    return found;
}

} // namespace relata::cli
