// SPDX-License-Identifier: BSL-1.0
// Slugs of one table, and keys that the program makes.
#include <set>

#include <gtest/gtest.h>

#include "at_once.hpp"
#include "database.hpp"

namespace slugs {

struct post {
    std::string id = aludel::nanoid();
    std::string title{};
    std::string slug{};
    std::optional<std::string> code{};
};

struct link {
    std::string slug;
    std::int32_t clicks = 0;
};
struct page {
    std::int64_t id{};
    link at;
};

}  // namespace slugs

template <>
inline constexpr auto aludel::entity<slugs::post> = aludel::table("slug_posts")
                                                        .column_type<&slugs::post::id>("varchar(21)")
                                                        .unique<&slugs::post::slug>()
                                                        .unique<&slugs::post::code>();

template <>
inline constexpr auto
    aludel::entity<slugs::page> = aludel::table("slug_pages").unique<&slugs::page::at, &slugs::link::slug>();

namespace slugs {

using aludel::add_with_slug;
using aludel::unique_slug;

class slugs : public testing::Test {
protected:
    post added(const char* title) { return add_with_slug<&post::slug>(posts, post{.title = title}, title); }

    aludel::session session = conformance::session_with<post, page>();
    aludel::repository<post> posts{session};
};

TEST_F(slugs, a_slug_that_is_free_is_the_texts_own) {
    EXPECT_EQ(unique_slug<&post::slug>(posts, "Ünïcode & more"), "unicode-more");
    EXPECT_EQ(unique_slug<&post::slug>(posts, "Ünïcode & more", {.separator = "_"}), "unicode_more");
    const post stored = added("Ünïcode & more");
    EXPECT_EQ(stored.slug, "unicode-more");
    EXPECT_EQ(posts.get(stored.id).slug, "unicode-more");
}

TEST_F(slugs, a_slug_that_is_taken_gets_a_suffix_that_is_looked_for_too) {
    std::vector<std::string> made;
    for (int i = 0; i < 4; ++i) {
        made.push_back(added("Hello").slug);
    }
    EXPECT_EQ(made, (std::vector<std::string>{"hello", "hello-2", "hello-3", "hello-4"}));
    const std::string random = added("Hello").slug;
    EXPECT_TRUE(random.starts_with("hello-")) << random;
    EXPECT_EQ(random.size(), 16u);
    EXPECT_EQ(added("Hello 2").slug, "hello-2-2");
}

TEST_F(slugs, a_text_that_leaves_nothing_gets_a_random_slug) {
    EXPECT_EQ(added("日本語").slug.size(), 10u);
    EXPECT_NE(added("日本語").slug, added("日本語").slug);
}

TEST_F(slugs, a_long_text_is_cut) {
    EXPECT_EQ(added(std::string(300, 'a').c_str()).slug, std::string(100, 'a'));
    std::string second(98, 'a');
    second.append("-2");
    EXPECT_EQ(added(std::string(300, 'a').c_str()).slug, second);
}

TEST_F(slugs, a_violation_of_another_key_is_thrown) {
    post first{.title = "a", .code = "x"};
    add_with_slug<&post::slug>(posts, first, "a");
    const post second{.title = "b", .code = "x"};
    EXPECT_THROW(add_with_slug<&post::slug>(posts, second, "b"), aludel::unique_violation);
    EXPECT_EQ(posts.count(), 1u);
    EXPECT_EQ(added("b").slug, "b") << "the session goes on";
}

TEST_F(slugs, a_slug_may_be_inside_a_nested_struct) {
    aludel::repository<page> pages{session};
    const page first = add_with_slug<&page::at, &link::slug>(pages, page{}, "One page");
    const page second = add_with_slug<&page::at, &link::slug>(pages, page{}, "One page");
    EXPECT_EQ(first.at.slug, "one-page");
    EXPECT_EQ(second.at.slug, "one-page-2");
}

TEST_F(slugs, they_work_inside_a_transaction) {
    aludel::transaction scope{session};
    added("Hello");
    EXPECT_EQ(added("Hello").slug, "hello-2");
    scope.commit();
    EXPECT_EQ(posts.count(), 2u);
}

TEST(slugs_at_once, eight_threads_get_a_slug_each_time) {
    { (void)conformance::session_with<post, page>(); }
    conformance::at_once(8, [](aludel::session& own, int) {
        aludel::repository<post> rows{own};
        for (int i = 0; i < 3; ++i) {
            add_with_slug<&post::slug>(rows, post{.title = "same"}, "same");
        }
    });
    aludel::session session = conformance::db().open_session();
    std::set<std::string> made;
    for (const post& each : aludel::repository<post>{session}.list()) {
        EXPECT_TRUE(each.slug == "same" || each.slug.starts_with("same-")) << each.slug;
        made.insert(each.slug);
    }
    EXPECT_EQ(made.size(), 24u);
}

}  // namespace slugs
