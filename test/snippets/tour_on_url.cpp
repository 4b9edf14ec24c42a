// SPDX-License-Identifier: BSL-1.0
// Runs the tour, word for word, on the database that the first argument names.
#include <cstdlib>
#include <iostream>
#include <string>

#include <aludel/aludel.hpp>

namespace aludel {

static std::string url_of_tour;

/// Stands in for the engine in the tour's text.
struct engine_on_url : engine {
    explicit engine_on_url(const char*) : engine{url_of_tour} {}
};

}  // namespace aludel

// The tour's main returns int without saying so, which no other function may: `int main()` becomes two declarations.
#define engine engine_on_url
#define main                                                                                                           \
    tour_status = 0;                                                                                                   \
    static void run_tour
#include "tour.cpp"
#undef main
#undef engine

#include "check.hpp"

namespace {

bool tour_fails_for_an_email_that_is_taken() {
    try {
        run_tour();
        return false;
    } catch (const aludel::unique_violation&) {
        return true;
    }
}

}  // namespace

int main(int argc, char** argv) {
    aludel::url_of_tour = url_from(argc, argv);
    aludel::engine db{aludel::url_of_tour};
    db.drop_all<city, user>();
    run_tour();

    {
        aludel::session session = db.open_session();
        aludel::repository<user> users{session};
        const user alice = users.get_one();
        check(alice.name == "Alice" && alice.email == "alice@example.com");
        check(alice.is_active && alice.age == 31 && !alice.city_id && !alice.id.is_nil());
        check(alice.audit.created_at > aludel::timestamp{} && alice.audit.updated_at >= alice.audit.created_at);
        check(aludel::repository<city>{session}.count() == 0);
        check(tour_fails_for_an_email_that_is_taken());
        check(users.count() == 1);
    }
    db.drop_all<city, user>();
    return tour_status;
}
