#include "cli/command.h"

#include <iostream>

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    return relata::cli::main({argv + 1, argv + argc}, std::cin, std::cout, std::cerr);
}
