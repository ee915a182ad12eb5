#include "course/error_page.h"

#include "course/course_place.h"
#include "course/manifest_reader.h"
#include "course/text_file.h"

#include <algorithm>

namespace relata::course {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view fence = "```";

/// The text up to the next line break, which is taken away too.
std::string_view take_line(std::string_view& rest) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

/// The words behind "python" in a fence: `wrong` or `fixed`, and `file=NAME` for a module.
struct FenceWords {
    std::string role, file = "main.py";
    explicit FenceWords(std::string_view info) {
        while (!info.empty()) {
            const size_t space = std::min(info.find(' '), info.size());
            const std::string_view word = info.substr(0, space);
            if (word.starts_with("file="))
                file = word.substr(5);
            else if (word == "wrong" || word == "fixed")
                role = word;
            info.remove_prefix(std::min(space + 1, info.size()));
        }
    }
};

void read_body(ErrorPage& page, std::string_view body) {
    page.text = body;
    std::string_view rest = body;
    while (!rest.empty() && rest.front() == '\n')
        rest.remove_prefix(1);
    page.summary = rest.substr(0, rest.find("\n\n"));
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        if (!line.starts_with(fence)) continue;
        std::string program;
        while (!rest.empty()) {
            const std::string_view inside = take_line(rest);
            if (inside == fence) break;
            program.append(inside).push_back('\n');
        }
        const FenceWords words(line.substr(fence.size()));
        if (!words.role.empty())
            (words.role == "wrong" ? page.wrong : page.fixed)[words.file] = std::move(program);
    }
}

void read_page(const fs::path& file, std::string_view text, LoadedErrorPages& loaded) {
    constexpr std::string_view begin = "---\n", end = "\n---\n";
    const auto refuse = [&](std::string message) {
        loaded.problems.push_back(
            {.message = std::move(message), .file = file.string(), .line = 1, .hint = {}});
    };
    const size_t stop = text.find(end, begin.size() - 1);
    if (!text.starts_with(begin) || stop == std::string_view::npos)
        return refuse("the page does not begin with front matter between two lines of ---");
    // The opening line is kept, as YAML's own mark of a document, so that problems name the file's lines.
    const auto front = parse_yaml(text.substr(0, stop + 1), file.string());
    if (!front) {
        loaded.problems.push_back(front.error());
        return;
    }
    ManifestReader manifest(*front, file.string(), "the front matter", loaded.problems);
    if (manifest.integer("format_version") != 1)
        manifest.problem(manifest.find("format_version"), "this version of Relata reads format_version 1");
    ErrorPage page;
    page.code = manifest.text("code");
    page.title = manifest.text("title");
    for (ManifestReader& match : manifest.maps("matches")) {
        page.matches.push_back({match.text("type"), match.text("message", "")});
        match.refuse_unknown_keys();
    }
    manifest.refuse_unknown_keys();
    if (page.matches.empty()) manifest.problem(nullptr, "'matches' must name at least one error");
    if (page.code != file.stem().string())
        manifest.problem(manifest.find("code"),
                         "'code' must be the file's name, '" + file.stem().string() + "'");
    read_body(page, text.substr(stop + end.size()));
    if (page.summary.empty()) refuse("the page has no first paragraph");
    for (const auto& [program, role] : {std::pair{&page.wrong, "wrong"}, {&page.fixed, "fixed"}})
        if (!program->contains("main.py"))
            refuse("the page has no program marked '" + std::string(role) + "'");
    loaded.pages.push_back(std::move(page));
}

/// How much a match says about an error: the letters that have to stand there.
size_t weight(const ErrorMatch& match) {
    return match.message.size() - size_t(std::ranges::count(match.message, '*'));
}

} // namespace

bool ErrorPage::is_about(std::string_view error_class) const {
    return std::any_of(matches.begin(), matches.end(), [&](const ErrorMatch& match) {
        const size_t dot = match.type.rfind('.');
        return match.type == error_class ||
               (dot != std::string::npos && std::string_view(match.type).substr(dot + 1) == error_class);
    });
}

bool ErrorMatch::fits(std::string_view error_type, std::string_view error_message) const {
    if (type != error_type) return false;
    // Left to right, each part at the first place after the one before: enough, since nothing is anchored.
    std::string_view pattern = message;
    while (!pattern.empty()) {
        const size_t star = pattern.find('*');
        const std::string_view part = pattern.substr(0, star);
        const size_t at = error_message.find(part);
        if (at == std::string_view::npos) return false;
        error_message.remove_prefix(at + part.size());
        pattern.remove_prefix(star == std::string_view::npos ? pattern.size() : star + 1);
    }
    return true;
}

const ErrorPage* LoadedErrorPages::find(std::string_view type, std::string_view message) const {
    const ErrorPage* best = nullptr;
    size_t best_weight = 0;
    for (const ErrorPage& page : pages)
        for (const ErrorMatch& match : page.matches)
            if (match.fits(type, message) && (!best || weight(match) > best_weight)) {
                best = &page;
                best_weight = weight(match);
            }
    return best;
}

const ErrorPage* LoadedErrorPages::find(std::string_view code) const {
    const auto found = std::ranges::find(pages, code, &ErrorPage::code);
    return found == pages.end() ? nullptr : &*found;
}

LoadedErrorPages load_error_pages(const fs::path& folder) {
    LoadedErrorPages loaded;
    std::error_code ignored;
    for (const auto& item : fs::directory_iterator(folder, ignored)) {
        if (item.path().extension() != ".md" || !is_file(item.path())) continue;
        if (const auto text = read_text_file(item.path())) read_page(item.path(), *text, loaded);
    }
    std::ranges::sort(loaded.pages, {}, &ErrorPage::code);
    return loaded;
}

fs::path error_pages_folder() {
    return find_course() / "resources" / "errors";
}

} // namespace relata::course
