// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All of aludel.
#include <aludel/bulk/bulk_load.hpp>
#include <aludel/bulk/parallel_load.hpp>
#include <aludel/dialect/dialect.hpp>
#include <aludel/error.hpp>
#include <aludel/model/reflect.hpp>
#include <aludel/repository/filter_set.hpp>
#include <aludel/repository/from.hpp>
#include <aludel/repository/raw.hpp>
#include <aludel/repository/relations.hpp>
#include <aludel/repository/repository.hpp>
#include <aludel/repository/slug.hpp>
#include <aludel/repository/unique_objects.hpp>
#include <aludel/repository/unit_of_work.hpp>
#include <aludel/session/engine.hpp>
#include <aludel/session/session.hpp>
#include <aludel/session/statement_timeout.hpp>
#include <aludel/session/transaction.hpp>
#include <aludel/sql/condition.hpp>
#include <aludel/types/audit.hpp>
#include <aludel/types/nanoid.hpp>
#include <aludel/types/soft_delete.hpp>
#include <aludel/types/timestamp.hpp>
#include <aludel/types/uuid.hpp>
