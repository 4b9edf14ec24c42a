// SPDX-License-Identifier: BSL-1.0
// A codec of the user's that throws: what was under way is taken back.
#include <stdexcept>

#include "database.hpp"

namespace codec_failures {

/// Refuses to be read.
struct shy {
    std::int64_t number = 0;
};
struct secret {
    std::int64_t id{};
    shy value{};
    std::optional<std::int32_t> level{};
};

}  // namespace codec_failures

template <>
struct aludel::field_codec<codec_failures::shy> : aludel::codec_via<std::int64_t> {
    static std::int64_t to_stored(const codec_failures::shy& field) { return field.number; }
    static codec_failures::shy from_stored(std::int64_t stored) {
        if (stored < 0) {
            throw std::out_of_range{"shy"};
        }
        return {stored};
    }
};

template <>
inline constexpr auto aludel::entity<codec_failures::secret> =
    aludel::table("codec_secrets").default_value<&codec_failures::secret::level>("5");

namespace codec_failures {

TEST(codec_failures, in_an_update_inside_a_transaction_take_the_update_back) {
    aludel::session session = conformance::session_with<secret>();
    aludel::repository<secret> secrets{session};
    const secret stored = secrets.add({.value = {1}});
    {
        aludel::transaction scope{session};
        EXPECT_THROW(secrets.update({.id = stored.id, .value = {-1}}), std::out_of_range);
        scope.commit();
    }
    EXPECT_EQ(secrets.get(stored.id).value.number, 1);
}

TEST(codec_failures, in_an_add_inside_a_transaction_take_the_row_back) {
    aludel::session session = conformance::session_with<secret>();
    aludel::repository<secret> secrets{session};
    {
        aludel::transaction scope{session};
        EXPECT_THROW(secrets.add({.value = {-1}}), std::out_of_range);
        scope.commit();
    }
    EXPECT_EQ(secrets.count(), 0u);
}

}  // namespace codec_failures
