#include "cli/command.h"

#include <iostream>
#include <malloc.h>

int main(int argc, char** argv) {
    // A run's memory has its own budget: what it gives back is kept for it, not returned to the system each time.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_TOP_PAD, 512 << 10);
    std::ios::sync_with_stdio(false);
    // Never destroyed: a program that has run is given back with the process, not object by object.
    static const auto& commands = *new relata::cli::Commands(relata::cli::all_commands());
    return relata::cli::main({argv + 1, argv + argc}, std::cin, std::cout, std::cerr, commands);
}
