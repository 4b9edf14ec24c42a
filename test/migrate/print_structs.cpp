// SPDX-License-Identifier: BSL-1.0
// usage: print_structs DATABASE FILE
//
// Makes the sample schema in a database of the test servers, writes the header that describes it to FILE, and prints
// the URL of the database; drops the schema when its input ends.
#include <fstream>
#include <iostream>

#include <aludel/migrate/structs.hpp>

#include "../conformance/database.hpp"
#include "sample_schema.hpp"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: print_structs DATABASE FILE\n";
        return 2;
    }
    try {
        conformance::use_database(conformance::database::named(argv[1]));
        {
            aludel::session session = conformance::db().open_session();
            migrating::make_sample_schema(session);
            std::ofstream{argv[2]} << aludel::migrate::structs_of(session.core(), {.name_space = "shop"});
        }
        std::cout << conformance::url() << std::endl;
        std::cin.get();
        {
            aludel::session session = conformance::db().open_session();
            migrating::drop_sample_schema(session);
        }
        conformance::use_database(nullptr);
        return 0;
    } catch (const std::exception& failed) {
        std::cerr << failed.what() << '\n';
        return 1;
    }
}
