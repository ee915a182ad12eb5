// CascadeOptions. SQLAlchemy: orm/util.py CascadeOptions.
#include "orm/relationship.h"

#include <algorithm>
#include <sstream>

namespace relata::orm {

namespace {

std::string strip(const std::string& text) {
    const size_t first = text.find_first_not_of(" \t\n");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

} // namespace

CascadeOptions CascadeOptions::parse(const std::string& text) {
    CascadeOptions cascade;
    cascade.save_update = cascade.merge = false;
    std::vector<std::string> names, invalid;
    std::stringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');)
        if (!strip(part).empty()) names.push_back(strip(part));
    bool none = false;
    for (const std::string& name : names) {
        if (name == "save-update")
            cascade.save_update = true;
        else if (name == "merge")
            cascade.merge = true;
        else if (name == "delete")
            cascade.delete_ = true;
        else if (name == "delete-orphan")
            cascade.delete_orphan = true;
        else if (name == "expunge")
            cascade.expunge = true;
        else if (name == "refresh-expire")
            cascade.refresh_expire = true;
        else if (name == "all")
            cascade.save_update = cascade.merge = cascade.delete_ = cascade.expunge = cascade.refresh_expire = true;
        else if (name == "none")
            none = true;
        else
            invalid.push_back(name);
    }
    if (!invalid.empty()) {
        std::sort(invalid.begin(), invalid.end());
        invalid.erase(std::unique(invalid.begin(), invalid.end()), invalid.end());
        std::string list;
        for (const std::string& name : invalid) list += (list.empty() ? "'" : ", '") + name + "'";
        throw Error(Exc::ArgumentError, "Invalid cascade option(s): " + list);
    }
    if (none) {
        cascade = {};
        cascade.save_update = cascade.merge = false;
    }
    return cascade;
}

std::string CascadeOptions::text() const {
    // SQLAlchemy's repr sorts them.
    std::string result;
    const auto add = [&](bool on, const char* name) {
        if (on) result += (result.empty() ? "" : ",") + std::string(name);
    };
    add(delete_, "delete");
    add(delete_orphan, "delete-orphan");
    add(expunge, "expunge");
    add(merge, "merge");
    add(refresh_expire, "refresh-expire");
    add(save_update, "save-update");
    return result;
}

} // namespace relata::orm
