// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"
#include "shop.hpp"

struct visit {
    aludel::uuid id = aludel::uuid_v7();
    std::string page;
};

template <>
inline constexpr auto aludel::entity<visit> = aludel::table("visits");

namespace {

std::string add_customer(aludel::engine& db, const std::string& email) {
    std::string answer;
    try {
        db.transaction(
            [&](aludel::session& session) {
                aludel::repository<customer>{session}.add({.email = email, .name = "Ada"});
            },
            {.attempts = 5});  // a transaction_conflict is run again before it gets here
    } catch (const aludel::unique_violation&) {
        answer = "this address is taken";
    } catch (const aludel::constraint_violation& broken) {
        answer = "refused by " + broken.constraint();
    } catch (const aludel::connection_lost& lost) {
        answer = lost.outcome_is_unknown() ? "look whether it is there" : "nothing was kept: try again";
    } catch (const aludel::timeout&) {
        answer = "busy: try again later";
    }
    return answer;
}

void note(aludel::engine& db, aludel::session& session, const visit& arrival) {
    try {
        aludel::repository<visit>{session}.add(arrival);
    } catch (const aludel::connection_lost& lost) {
        aludel::session next = db.open_session();
        aludel::repository<visit> visits{next};
        if (!lost.outcome_is_unknown() || !visits.find(arrival.id)) {
            visits.add(arrival);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    aludel::engine db{url_from(argc, argv)};
    db.drop_all<customer, purchase, visit>();
    db.create_all<customer, visit>();
    check(add_customer(db, "ada@example.com").empty());
    check(add_customer(db, "ada@example.com") == "this address is taken");

    aludel::session session = db.open_session();
    note(db, session, {.page = "/"});
    check(aludel::repository<visit>{session}.count() == 1);
    return 0;
}
