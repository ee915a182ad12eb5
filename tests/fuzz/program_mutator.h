// The mutator of tst_fuzz as libFuzzer's own: half of the new inputs are programs with words and lines exchanged, the other
// half what libFuzzer does with bytes. Included by one source of a fuzz target.
#pragma once

#include "fuzz/mutator.h"
#include "fuzz/vocabulary.h"

#include <algorithm>
#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned int seed) {
    if (seed % 2) return LLVMFuzzerMutate(data, size, max_size);
    relata::fuzz::Mutator mutator(seed, relata::fuzz::python_words);
    const std::string text = mutator.mutate(std::string(reinterpret_cast<const char*>(data), size));
    const size_t length = std::min(text.size(), max_size);
    std::memcpy(data, text.data(), length);
    return length;
}
