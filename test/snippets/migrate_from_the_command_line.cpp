// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/command_line.hpp>

#include "check.hpp"
#include "shop.hpp"

namespace page {

aludel::migrate::command_line_options options_of_the_page() {
    aludel::migrate::command_line_options options;
    options.url_variable = "SHOP_DATABASE_URL";
    options.folder = "database/migrations";
    options.databases = {
        {.name = "shop", .url_variable = "SHOP_DATABASE_URL"},
        {.name = "archive", .url_variable = "ARCHIVE_DATABASE_URL", .tables = aludel::migrate::tables_of<purchase>()}};
    return options;
}

namespace program {

int main(int argc, char** argv) {
    return aludel::migrate::command_line<customer, purchase>(argc, argv);
}

}  // namespace program

}  // namespace page

int main(int argc, char** argv) {
    const std::string url = url_from(argc, argv);
    char name[] = "shop-db", status[] = "status", option[] = "--url", folder_option[] = "--folder", folder[] = ".";
    std::string url_text = url;
    char* arguments[] = {name, status, option, url_text.data(), folder_option, folder, nullptr};
    check(page::program::main(6, arguments) == 0);
    const char* several[] = {"shop-db", "status"};
    check(aludel::migrate::command_line<customer, purchase>(2, several, page::options_of_the_page()) == 2);
}
