// SPDX-License-Identifier: BSL-1.0

#include <aludel/aludel.hpp>
#include <soci/soci.h>

#include <cstdint>
#include <iostream>
#include <string>

struct note {
    std::int64_t id{};
    std::string text;
};

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: consumer URL\n";
        return 2;
    }
    aludel::engine db{argv[1]};
    db.create_all<note>();
    db.transaction([](aludel::session& session) {
        aludel::repository<note> notes{session};
        note stored = notes.add({.text = "hello"});
        int count = 0;
        session.soci() << "select count(*) from note", soci::into(count);
        std::cout << notes.get(stored.id).text << " " << count << "\n";
    });
}
