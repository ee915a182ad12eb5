// OutputMailbox: what a running program prints, on its way to the window. Bounded: a program that floods it loses text,
// never memory, and the window stays awake.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace relata::models {

/// Written by the worker, emptied by the window about 30 times a second. Thread-safe.
class OutputMailbox {
  public:
    static constexpr size_t capacity = 32 * 1024;

    void post(std::string_view text);
    struct Parcel {
        std::string text;   ///< UTF-8
        size_t dropped = 0; ///< bytes that did not fit since the last drain
    };
    Parcel drain();

  private:
    std::mutex m_mutex;
    Parcel m_parcel;
};

} // namespace relata::models
