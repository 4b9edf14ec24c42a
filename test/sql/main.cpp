// SPDX-License-Identifier: BSL-1.0
// usage: sql_test [--update] FOLDER [OPTION OF GOOGLETEST…]
//
// Compares statements with the golden files in FOLDER; --update writes the files as the statements are now.
#include <iostream>

#include <gtest/gtest.h>

#include "golden.hpp"

int main(int count, char** arguments) {
    testing::InitGoogleTest(&count, arguments);
    const bool updates = count > 1 && std::string_view{arguments[1]} == "--update";
    if (count != (updates ? 3 : 2)) {
        std::cerr << "usage: sql_test [--update] FOLDER\n";
        return 2;
    }
    const golden::group groups[] = {golden::reading(),  golden::conditions(),  golden::selecting(),
                                    golden::changing(), golden::inserting(),   golden::upserting(),
                                    golden::schema(),   golden::constraints(), golden::transactions(),
                                    golden::paging(),   golden::softly(),      golden::altering()};
    if (updates) {
        golden::update(groups, arguments[2]);
        return 0;
    }
    golden::register_tests(groups, arguments[1]);
    return RUN_ALL_TESTS();
}
