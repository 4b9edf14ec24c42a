// SPDX-License-Identifier: BSL-1.0
// Two translation units with all of aludel link into one program, and mean the same table: statements and foreign keys
// compare tables by address.
#include "user.hpp"

#include <iostream>

int main() {
    if (&table_seen_by_the_other() != &aludel::table_of<headers_user>) {
        std::cout << "two translation units have a table_of<headers_user> each\n";
        return 1;
    }
    std::cout << "both translation units mean the same table\n";
}
