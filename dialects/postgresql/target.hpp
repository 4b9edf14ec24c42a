// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aludel/dialect/connection_url.hpp>

namespace aludel::postgresql {

/// The parameters of a connection string that libpq knows.
std::vector<std::string_view> known_parameters();

/// The connection string in libpq's form; takes the parameters it knows out of `url`.
std::string connection_info(connection_url& url);

}  // namespace aludel::postgresql
