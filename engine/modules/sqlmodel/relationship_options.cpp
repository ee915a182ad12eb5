#include "modules/sqlmodel/relationship_options.h"

#include "support/protocol.h"

namespace relata::modules {

namespace {

std::optional<std::string> text(const Value& value) {
    const Str* s = value.as<Str>();
    return s ? std::optional(std::string(s->view())) : std::nullopt;
}

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : text + ",") {
        if (c == ',') {
            if (!name.empty()) names.push_back(name);
            name.clear();
        } else if (c != ' ' && c != '\n' && c != '\t') {
            name += c;
        }
    }
    return names;
}

} // namespace

void read_relationship_option(Runtime& runtime, orm::RelationshipOptions& options, const std::string& name,
                              const Value& value, const char* function) {
    const auto on = [&] { return truth(runtime, value); };
    if (name == "argument")
        options.argument = value;
    else if (name == "secondary")
        options.secondary = value;
    else if (name == "primaryjoin")
        options.primaryjoin = value;
    else if (name == "secondaryjoin")
        options.secondaryjoin = value;
    else if (name == "foreign_keys")
        options.foreign_keys = value;
    else if (name == "remote_side")
        options.remote_side = value;
    else if (name == "order_by")
        options.order_by = value.is_false() ? Value() : value;
    else if (name == "uselist")
        options.uselist = value.is_none() ? std::optional<bool>() : on();
    else if (name == "collection_class")
        options.collection_class = value;
    else if (name == "back_populates")
        options.back_populates = text(value);
    else if (name == "backref")
        options.backref = value;
    else if (name == "overlaps")
        options.overlaps = split_names(text(value).value_or(""));
    else if (name == "post_update")
        options.post_update = on();
    else if (name == "cascade")
        options.cascade = value.is_none() || value.is_false() ? "" : text(value).value_or("");
    else if (name == "viewonly")
        options.viewonly = on();
    else if (name == "lazy")
        options.lazy = value;
    else if (name == "passive_deletes") {
        options.passive_deletes_all = text(value) == "all";
        options.passive_deletes = on();
    } else if (name == "passive_updates")
        options.passive_updates = on();
    else if (name == "active_history")
        options.active_history = on();
    else if (name == "enable_typechecks")
        options.enable_typechecks = on();
    else if (name == "cascade_backrefs")
        options.cascade_backrefs = on();
    else if (name == "innerjoin") {
        options.innerjoin = on();
        options.innerjoin_unnested = text(value) == "unnested";
    } else if (name == "single_parent")
        options.single_parent = on();
    else if (name == "sync_backref")
        options.sync_backref = value.is_none() ? std::optional<bool>() : on();
    else if (name == "join_depth")
        options.join_depth = value.is_none() ? std::optional<int>() : int(as_index(runtime, value));
    else if (name == "load_on_pending")
        options.load_on_pending = on();
    else if (name == "omit_join") {
        options.omit_join = on();
        options.omit_join_given = !value.is_none();
    } else if (name == "doc")
        options.doc = text(value).value_or("");
    else if (name == "info")
        options.info = value;
    else if (name != "distinct_target_key" && name != "query_class" && name != "bake_queries" &&
             name != "comparator_factory" && name != "_local_remote_pairs")
        throw Error(Exc::TypeError, std::string(function) + " got an unexpected keyword argument '" + name + "'");
}

} // namespace relata::modules
