// Setting: one value of a manifest, after YAML: what a check's own parameters are made of.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace relata::course {

/// null, bool, integer, real, text, list or map. Knows the line it stood on, so that whoever finds it wrong
/// can say where.
class Setting {
  public:
    using List = std::vector<Setting>;
    using Map = std::map<std::string, Setting>;
    using Data = std::variant<std::monostate, bool, int64_t, double, std::string, List, Map>;

    Setting() = default;
    Setting(Data data, int line) : m_data(std::move(data)), m_line(line) {}

    const Data& data() const { return m_data; }
    int line() const { return m_line; } ///< 1-based; 0 where unknown
    bool is_null() const { return m_data.index() == 0; }
    template <class T>
    const T* as() const {
        return std::get_if<T>(&m_data);
    }
    /// "a number", "a list", ...: for messages.
    std::string kind_name() const;

  private:
    Data m_data;
    int m_line = 0;
};

} // namespace relata::course
