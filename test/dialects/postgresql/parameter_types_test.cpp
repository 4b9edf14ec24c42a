// SPDX-License-Identifier: BSL-1.0
// Text parameters go without a type, so that they fit jsonb and enums; what becomes of them where nothing says a type.
#include <gtest/gtest.h>

#include "../../conformance/database.hpp"

namespace parameter_types {

/// A connection that has prepared nothing yet; with a transaction, a statement that fails to prepare must not abort it.
/// Without a cache nothing is prepared at all.
class untyped_text : public testing::TestWithParam<std::tuple<bool, const char*>> {
protected:
    untyped_text() {
        if (std::get<0>(GetParam())) {
            scope.emplace(session);
        }
    }
    aludel::engine own{conformance::url("pool_size=1" + std::string{std::get<1>(GetParam())})};
    aludel::session session = own.open_session();
    std::optional<aludel::transaction> scope;
};

INSTANTIATE_TEST_SUITE_P(transactions, untyped_text,
                         testing::Combine(testing::Bool(), testing::Values("", "&statement_cache=0")),
                         [](const auto& each) {
                             return std::string{std::get<0>(each.param) ? "inside" : "outside"} +
                                    (*std::get<1>(each.param) == '\0' ? "" : "_without_cache");
                         });

TEST_P(untyped_text, is_text_to_functions_of_any_type) {
    EXPECT_EQ(session.query_one<std::string>("select concat({}, {})", "a", "b"), "ab");
    EXPECT_EQ(session.query_one<std::string>("select format({}, {})", "<%s>", "b"), "<b>");
    EXPECT_EQ(session.query_one<std::string>("select cast(jsonb_build_object({}, {}) as text)", "k", "v"),
              "{\"k\": \"v\"}");
    EXPECT_EQ(session.query_one<std::string>("select concat_ws({}, {}, {})", ",", std::optional<std::string>{}, "x"),
              "x");
    EXPECT_TRUE(session.query_one<bool>("select {} is null", std::optional<std::string>{}));
}

TEST_P(untyped_text, is_text_to_polymorphic_functions) {
    EXPECT_EQ(session.query_one<std::string>("select cast(to_jsonb({}) as text)", "v"), "\"v\"");
}

TEST_P(untyped_text, is_a_number_for_an_unsigned_one) {
    EXPECT_EQ(session.query_one<std::string>("select concat({})", std::uint64_t{18446744073709551615u}),
              "18446744073709551615");
}

TEST_P(untyped_text, still_fits_jsonb_beside_a_function_of_any_type) {
    session.execute("create temporary table documents (document jsonb, note text)");
    EXPECT_EQ(session.execute("insert into documents values ({}, concat({}, {}))", "{\"a\": 1}", "x", "y"), 1u);
    EXPECT_EQ(session.query_one<std::string>("select note from documents where document @> {}", "{\"a\": 1}"), "xy");
}

TEST_P(untyped_text, is_streamed_as_well) {
    for (const std::string& text : session.stream<std::string>("select concat({}, 'b')", "a")) {
        EXPECT_EQ(text, "ab");
    }
    EXPECT_EQ(session.query_one<int>("select 1"), 1);
}

TEST_P(untyped_text, leaves_the_first_complaint_where_no_type_helps) {
    session.execute("create temporary table documents (document jsonb, number int)");
    try {
        session.execute("insert into documents (document, number) values ({}, true)", "{}");
        FAIL() << "a truth value went into a number";
    } catch (const aludel::statement_error& failed) {
        EXPECT_EQ(failed.sqlstate(), "42804");
        EXPECT_NE(std::string_view{failed.what()}.find("\"number\""), std::string_view::npos) << failed.what();
    }
}

}  // namespace parameter_types
